import { expect, it } from 'vitest'
import { defaultColumns, fitting, moved, readColumns, resized, toggled, writeColumns } from './columns.ts'

const ids = (columns: readonly { id: string }[]) => columns.map(({ id }) => id).join(' ')

it('keeps columns, their order and the widths that are not the usual ones', () => {
  const kept = ['title', 'customer:220', 'ref']
  expect(writeColumns(readColumns(kept))).toEqual(kept)
  expect(writeColumns(resized(readColumns(kept), 'customer', 3))).toEqual(['title', 'customer:60', 'ref'])
})

it.each([[[]], [['ref', 'owner']], [['nonsense', 'other:9']]])('%j is no list of columns', (kept) => {
  expect(readColumns(kept)).toBe(defaultColumns)
})

it('moves, hides and shows columns, but never hides the title', () => {
  const columns = readColumns(['ref', 'title', 'owner'])
  expect(ids(moved(columns, 'owner', 0))).toBe('owner ref title')
  expect(ids(toggled(columns, 'status'))).toBe('ref title status owner')
  expect(ids(toggled(columns, 'ref'))).toBe('title owner')
  expect(toggled(columns, 'title')).toBe(columns)
})

it('gives up the least needed first where there is no room', () => {
  expect(fitting(defaultColumns, 2000)).toBe(defaultColumns)
  expect(ids(fitting(defaultColumns, 700))).toBe('ref severity title status owner updated')
  expect(ids(fitting(defaultColumns, 300))).toBe('ref title')
  const wide = readColumns(['ref', 'title', 'customer:400'])
  expect(writeColumns(fitting(wide, 540))).toEqual(['ref', 'title', 'customer:216'])
})
