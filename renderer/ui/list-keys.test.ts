import { describe, expect, it } from 'vitest'
import { type ListState, listMove, type Stroke } from './list-keys.ts'

const state: ListState = { active: 10, count: 100, page: 8, anchor: 10, anySelected: false }
const press = (key: string, held: Partial<Stroke> = {}, over: Partial<ListState> = {}) =>
  listMove({ key, shift: false, mod: false, alt: false, ...held }, { ...state, ...over })

describe('the keys of a list', () => {
  it.each([
    ['j', 11],
    ['ArrowDown', 11],
    ['k', 9],
    ['ArrowUp', 9],
    ['PageDown', 18],
    ['PageUp', 2],
    ['Home', 0],
    ['End', 99],
  ])('%s goes to row %d', (key, active) => {
    expect(press(key)).toEqual({ active, anchor: active })
  })

  it('stays inside the list', () => {
    expect(press('j', {}, { active: 99 })?.active).toBe(99)
    expect(press('PageUp', {}, { active: 3 })?.active).toBe(0)
    expect(press('j', {}, { count: 0 })).toBeUndefined()
  })

  it('extends a range with shift, from where it began', () => {
    expect(press('J', { shift: true }, { anchor: 7 })).toEqual({
      active: 11,
      select: { kind: 'range', from: 7, to: 11 },
    })
  })

  it('selects with space and with Ctrl-A', () => {
    expect(press(' ')).toEqual({ anchor: 10, select: { kind: 'toggle', index: 10 } })
    expect(press('a', { mod: true })).toEqual({ select: { kind: 'all' } })
  })

  it('lets go of Escape when nothing is selected, and of keys it does not know', () => {
    expect(press('Escape')).toBeUndefined()
    expect(press('Escape', {}, { anySelected: true })).toEqual({ select: { kind: 'none' } })
    expect(press('x')).toBeUndefined()
    expect(press('k', { mod: true })).toBeUndefined()
    expect(press('j', { alt: true })).toBeUndefined()
  })

  it('opens with Enter, beside with Ctrl', () => {
    expect(press('Enter')).toEqual({ open: { beside: false } })
    expect(press('Enter', { mod: true })).toEqual({ open: { beside: true } })
  })
})
