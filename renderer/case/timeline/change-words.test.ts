import { describe, expect, it } from 'vitest'
import { changeWords } from './change-words.ts'

const nobody = { customer: null }

describe('changeWords', () => {
  it('says a change with the words of the interface', () => {
    expect(changeWords({ field: 'status', from: 'open', to: 'waiting' }, nobody)).toBe(
      'status from open to waiting',
    )
    expect(changeWords({ field: 'ownerId', from: null, to: 'Marta' }, nobody)).toBe('owner to Marta')
    expect(changeWords({ field: 'ownerId', from: 'Marta', to: null }, nobody)).toBe(
      'owner from Marta to none',
    )
    expect(changeWords({ field: 'description', from: 'a', to: 'b' }, nobody)).toBe('description')
  })

  it('keeps what an import brought under its own name', () => {
    expect(changeWords({ field: 'Sprint', from: { id: 1 }, to: 4 }, nobody)).toBe('Sprint from {"id":1} to 4')
  })
})
