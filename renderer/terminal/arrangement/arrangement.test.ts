import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Arrangement,
  activate,
  addBeside,
  addTab,
  latest,
  nothing,
  reconcile,
  remove,
  resize,
  tabOf,
  terminalsOf,
} from './arrangement.ts'
import { readArrangement, store } from './stored.ts'

const three = addBeside(addTab(addTab(nothing, 'a'), 'b'), { at: 'a', terminal: 'c', way: 'row' })
const placed = ({ tabs }: Arrangement) => tabs.map(({ root }) => terminalsOf(root))

describe('the arrangement of terminals', () => {
  it('puts a terminal beside another one, and gives it the focus', () => {
    expect(placed(three)).toEqual([['a', 'c'], ['b']])
    expect(latest(three, ['a', 'b', 'c'])).toBe('c')
  })

  it('halves the place of the one that is split', () => {
    const four = addBeside(three, { at: 'a', terminal: 'd', way: 'row' })
    expect(tabOf(four, 'd')?.root).toMatchObject({ shares: [0.5, 0.5, 1] })
    const below = addBeside(four, { at: 'd', terminal: 'e', way: 'column' })
    expect(placed(below)).toEqual([['a', 'd', 'e', 'c'], ['b']])
  })

  it('moves a terminal that the host told of before it was placed', () => {
    const told = reconcile(three, ['a', 'b', 'c', 'd'])
    expect(placed(addBeside(told, { at: 'b', terminal: 'd', way: 'column' }))).toEqual([
      ['a', 'c'],
      ['b', 'd'],
    ])
  })

  it('follows what the host has, and keeps the rest as it lies', () => {
    expect(placed(reconcile(three, ['b', 'c', 'x']))).toEqual([['c'], ['b'], ['x']])
    expect(reconcile(three, ['a', 'b', 'c'])).toBe(three)
    expect(placed(remove(remove(three, 'a'), 'c'))).toEqual([['b']])
  })

  it('remembers who had the focus in each place', () => {
    const one = activate(three, 'b')
    expect(latest(one, ['a', 'c'])).toBe('c')
    expect(latest(one, ['x'])).toBe('x')
    expect(latest(one, [])).toBeUndefined()
  })

  it('is read as it was kept', () => {
    const sized = resize(three, { tab: 'a', path: [], shares: [2, 1] })
    expect(tabOf(sized, 'a')?.root).toMatchObject({ shares: [2, 1] })
    expect(readArrangement(JSON.parse(JSON.stringify(store(sized))))).toEqual(sized)
  })

  it('may be anything without harm', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (tabs, recent) => {
        const read = readArrangement({ version: 1, tabs, recent })
        expect(placed(read).every((terminals) => terminals.length > 0)).toBe(true)
      }),
    )
    const twice = { id: 'x', root: { way: 'row', parts: [{ terminal: 'a' }, { terminal: 'a' }] } }
    expect(readArrangement({ version: 1, tabs: [twice] }).tabs).toEqual([
      { id: 'x', root: { terminal: 'a' } },
    ])
  })
})
