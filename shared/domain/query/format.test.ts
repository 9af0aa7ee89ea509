import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyQuery, shapeOf } from '../../../test/support/any-query.ts'
import { formatQuery, formatValue } from './format.ts'
import { parseQuery } from './parse.ts'

test('every tree comes back from its text', () => {
  fc.assert(
    fc.property(anyQuery, (query) => {
      const text = formatQuery(query)
      const result = parseQuery(text)
      fc.pre(result.ok || !/at most/.test(result.error.message))
      expect(result.ok ? shapeOf(result.query) : result.error.message, text).toEqual(shapeOf(query))
    }),
    { numRuns: 3000 },
  )
})

test('quotes only where they are needed', () => {
  const read = (text: string) => {
    const result = parseQuery(text)
    return result.ok ? formatQuery(result.query) : result.error.message
  }
  expect(read('  "pool"   ORA-00060 customer:"acme" ( a OR ( b c ) )')).toBe(
    'pool ORA-00060 customer:acme (a OR (b c))',
  )
  expect(read('"status:open" "OR" "-x" "f(x)" -(a b)')).toBe('"status:open" "OR" "-x" "f(x)" -(a b)')
})

test('values', () => {
  expect(['acme', 'Acme Industries', 'a,b', 'say "x"', '*'].map(formatValue)).toEqual([
    'acme',
    '"Acme Industries"',
    '"a,b"',
    '"say ""x"""',
    '"*"',
  ])
})
