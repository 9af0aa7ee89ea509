import { describe, expect, it } from 'vitest'
import { namingAt, replaceAt } from './completion.ts'

describe('namingAt', () => {
  it('finds a person or a case before the caret, and nothing in the middle of a word', () => {
    expect(namingAt('Ask @mar', 8)).toEqual({ kind: 'person', start: 4, text: 'mar' })
    expect(namingAt('@', 1)).toEqual({ kind: 'person', start: 0, text: '' })
    expect(namingAt('see (cb-10', 10)).toEqual({ kind: 'case', start: 5, text: 'CB-10' })
    expect(namingAt('mail me@host', 12)).toBeNull()
    expect(namingAt('Ask @mar now', 12)).toBeNull()
    expect(namingAt('ACB-10', 6)).toBeNull()
  })
})

describe('replaceAt', () => {
  it('leaves one space behind the name', () => {
    expect(replaceAt('Ask @mar', { start: 4, end: 8, by: '@Marta Nowak' })).toEqual({
      text: 'Ask @Marta Nowak ',
      caret: 17,
    })
    expect(replaceAt('see CB-1 please', { start: 4, end: 8, by: 'CB-12' })).toEqual({
      text: 'see CB-12 please',
      caret: 10,
    })
  })
})
