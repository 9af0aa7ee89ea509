import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyFilter, anyQuery } from '../../../test/support/any-query.ts'
import { addFilter, removeFilter } from './edit.ts'
import type { Field } from './fields.ts'
import { formatQuery } from './format.ts'
import { parseQuery } from './parse.ts'

describe('add', () => {
  test.each<[string, Field, string, string]>([
    ['', 'status', 'open', 'status:open'],
    ['pool  "a b" ', 'status', 'open', 'pool  "a b" status:open'],
    ['status:open  pool', 'status', 'waiting', 'status:open,waiting pool'],
    ['status:open', 'status', 'open', 'status:open'],
    ['severity:<=2', 'severity', '4', 'severity:1,2,4'],
    ['customer:acme', 'customer', 'Acme, Inc', 'customer:acme,"Acme, Inc"'],
    ['customer:ACME', 'customer', 'acme', 'customer:ACME'],
    ['tag:a', 'tag', 'b', 'tag:a tag:b'],
    ['-tag:a x', 'tag', 'a', 'x tag:a'],
    ['-tag:a,b', 'tag', 'a', '-tag:b tag:a'],
    ['updated:<7d x', 'updated', '<4w', 'updated:<4w x'],
    ['a OR b', 'kind', 'defect', 'a OR b kind:defect'],
    ['status:open OR a', 'status', 'new', 'status:open OR a status:new'],
  ])('%s + %s:%s', (text, field, value, expected) => {
    expect(addFilter(text, field, value)).toBe(expected)
  })
})

describe('remove', () => {
  test.each<[string, Field, string | undefined, string]>([
    ['a status:open b', 'status', 'open', 'a b'],
    ['status:open,waiting b', 'status', 'open', 'status:waiting b'],
    ['status:open,waiting b', 'status', undefined, 'b'],
    ['tag:a x tag:b -tag:c', 'tag', undefined, 'x -tag:c'],
    ['tag:a x tag:B', 'tag', 'b', 'tag:a x'],
    ['due:<2d', 'due', '<2d', ''],
    ['due:<2d', 'due', '<3d', 'due:<2d'],
    ['status:open OR a', 'status', undefined, 'status:open OR a'],
    ['"open', 'status', undefined, '"open'],
  ])('%s - %s:%s', (text, field, value, expected) => {
    expect(removeFilter(text, field, value)).toBe(expected)
  })

  test('refusals, when asked', () => {
    expect(removeFilter('-tag:a,b tag:a', 'tag', 'a', { negated: true })).toBe('-tag:b tag:a')
  })
})

test('what was added is demanded, and can be taken back', () => {
  const values = anyFilter.filter((filter) => 'values' in filter && typeof filter.values[0] === 'string')
  fc.assert(
    fc.property(anyQuery, values, (query, filter) => {
      const text = formatQuery(query)
      fc.pre(text.length < 1500 && parseQuery(text).ok)
      const value = 'values' in filter ? String(filter.values[0]) : ''
      const added = addFilter(text, filter.field, value)
      const result = parseQuery(added)
      fc.pre(result.ok || !/at most/.test(result.error.message))
      expect(result.ok, added).toBe(true)
      const removed = removeFilter(added, filter.field, value)
      expect(removeFilter(removed, filter.field, value)).toBe(removed)
      expect(addFilter(added, filter.field, value)).toBe(added)
    }),
    { numRuns: 500 },
  )
})
