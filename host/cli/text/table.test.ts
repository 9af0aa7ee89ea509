import { expect, test } from 'vitest'
import { type Column, table } from './table.ts'
import { width } from './width.ts'

const columns: Column[] = [
  { title: 'REF' },
  { title: 'SEV', align: 'right' },
  { title: 'TITLE', least: 10 },
  { title: 'OWNER', least: 5 },
]
const rows = [
  ['CB-1', '1', 'Pool exhausted after the patch of last night', 'Ann'],
  ['CB-1001', '2', '接続プールが枯渇する', 'Bartholomew'],
]
const plain = (line: string) => line

test('columns line up, wide letters included', () => {
  const layout = table(columns, rows, Number.POSITIVE_INFINITY)
  expect([layout.head(plain), ...layout.rows(rows)]).toEqual([
    'REF      SEV  TITLE                                         OWNER',
    'CB-1       1  Pool exhausted after the patch of last night  Ann',
    'CB-1001    2  接続プールが枯渇する                          Bartholomew',
  ])
})

test('a line fits the terminal: the longest column gives way', () => {
  const layout = table(columns, rows, 50)
  const lines = [layout.head(plain), ...layout.rows(rows)]
  for (const line of lines) expect(width(line)).toBeLessThanOrEqual(50)
  expect(lines[1]).toBe('CB-1       1  Pool exhausted after t…  Ann')
})

test('no column gives more than it can, even where the terminal is too narrow', () => {
  const [first] = table(columns, rows, 10).rows(rows)
  expect(first).toBe('CB-1       1  Pool exha…  Ann')
})

test('a later page lines up with the first', () => {
  const layout = table(columns, rows, Number.POSITIVE_INFINITY)
  const [later] = layout.rows([['CB-7', '3', 'Short', 'Zoe']])
  expect(later?.indexOf('Zoe')).toBe(layout.rows(rows)[0]?.indexOf('Ann'))
})

test('colours do not count as width', () => {
  const coloured = table(
    [{ title: 'A', style: (cell) => `\x1b[1m${cell}\x1b[22m` }, { title: 'B' }],
    [['x', 'y']],
    80,
  )
  expect(coloured.rows([['x', 'y']])).toEqual(['\x1b[1mx\x1b[22m  y'])
})
