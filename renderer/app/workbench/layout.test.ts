import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createFolding } from './folding.ts'
import { isShown, panelId, parsePanelId, parseTabId, readLayout, storeLayout, tabId } from './layout.ts'

const dock = {
  grid: { root: {}, width: 1, height: 1, orientation: 'HORIZONTAL' },
  panels: { 'tab:case:CB-1': {} },
}
const wanted = { left: true, right: false, bottom: true }
const stored = storeLayout({ dock: dock as never, wanted })

describe('a stored layout', () => {
  it('is read as it was written', () => {
    expect(readLayout(JSON.parse(JSON.stringify(stored)), () => true)).toEqual({ dock, wanted })
  })

  it('is left alone when it names what this window does not know', () => {
    expect(readLayout(stored, (id) => id !== 'tab:case:CB-1')).toBeNull()
    expect(readLayout({ ...(stored as object), version: 99 }, () => true)).toBeNull()
  })

  it('may be anything without harm', () => {
    fc.assert(fc.property(fc.anything(), (value) => readLayout(value, () => true) === null))
  })

  it('is left alone when it would open a flood of tabs', () => {
    const panels = Object.fromEntries(Array.from({ length: 500 }, (_, at) => [`tab:case:CB-${at}`, {}]))
    expect(readLayout(storeLayout({ dock: { ...dock, panels } as never, wanted }), () => true)).toBeNull()
  })
})

it('tells tabs and panels apart by their ids', () => {
  expect(parseTabId(tabId('file', 'a:b/c.xml'))).toEqual({ kind: 'file', key: 'a:b/c.xml' })
  expect(parseTabId(tabId('queue', ''))).toEqual({ kind: 'queue', key: '' })
  expect(parseTabId(panelId('facts'))).toBeNull()
  expect(parsePanelId(panelId('facts'))).toBe('facts')
})

it('folds in a narrow window until asked for, and forgets that in a wide one', () => {
  expect(isShown({ wanted: true, asked: false, foldBelow: 1281 }, 1280)).toBe(false)
  expect(isShown({ wanted: true, asked: true, foldBelow: 1281 }, 1280)).toBe(true)
  expect(isShown({ wanted: true, asked: false, foldBelow: 1281 }, 1440)).toBe(true)
  expect(isShown({ wanted: false, asked: true, foldBelow: 1281 }, 1440)).toBe(false)
})

describe('folding', () => {
  const create = (width: number) =>
    createFolding({
      exist: { left: true, right: true, bottom: false },
      foldBelow: { left: 0, right: 1281, bottom: 0 },
      width,
    })

  it('shows no side that has no panels', () => {
    expect(create(1920).shown()).toEqual({ left: true, right: true, bottom: false })
  })

  it('keeps what a person wants when the window was narrow for a while', () => {
    const folding = create(1920)
    expect(folding.resize(1000)).toBe(true)
    expect(folding.shown().right).toBe(false)
    folding.toggle('right')
    expect(folding.shown().right).toBe(true)
    expect(folding.wanted().right).toBe(true)
    folding.resize(1920)
    folding.toggle('right')
    expect(folding.shown().right).toBe(false)
    folding.resize(1000)
    folding.resize(1920)
    expect(folding.shown().right).toBe(false)
  })
})
