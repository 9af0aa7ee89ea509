import { expect, test } from 'vitest'
import type { ChangedFile } from '../../shared/contract/patches.ts'
import { keysOf, selectionOf, stateOf, withKeys } from './picked.ts'

const hunk = (id: string) => ({
  id,
  header: '',
  oldStart: 1,
  oldLines: 1,
  newStart: 1,
  newLines: 1,
  lines: [],
})
const file = (path: string, ids: string[] | null): ChangedFile => ({
  ...{ path, from: null, status: 'modified', binary: false, insertions: 0, deletions: 0 },
  hunks: ids?.map(hunk) ?? null,
})

test('all is chosen at first; hunks, files and both can be left out', () => {
  const conf = file('conf', ['a', 'b'])
  const image = file('image', null)
  const files = [conf, image]
  expect(selectionOf(new Set(), files)).toEqual([
    { path: 'conf', hunks: null },
    { path: 'image', hunks: null },
  ])
  const some = withKeys(withKeys(new Set(), ['a'], false), keysOf(image), false)
  expect([stateOf(some, conf), stateOf(some, image)]).toEqual(['mixed', false])
  expect(selectionOf(some, files)).toEqual([{ path: 'conf', hunks: ['b'] }])
  expect(selectionOf(withKeys(some, ['b'], false), files)).toEqual([])
  expect(stateOf(withKeys(some, ['a'], true), conf)).toBe(true)
})
