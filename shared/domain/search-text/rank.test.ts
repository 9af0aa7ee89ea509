import { expect, test } from 'vitest'
import { parseQuery } from '../query/parse.ts'
import { ranker } from './rank.ts'
import { termsOf } from './terms.ts'

const order = (
  text: string,
  cases: readonly (readonly [ref: string, title: string, updatedAt: number])[],
) => {
  const result = parseQuery(text)
  if (!result.ok) throw new Error(result.error.message)
  const rank = ranker(termsOf(result.query))
  return cases
    .map(([ref, title, updatedAt]) => ({ ref, title, updatedAt }))
    .sort((a, b) => rank(b) - rank(a))
    .map(({ ref }) => ref)
}

const latest = 8_640_000_000_000

test('reference, phrase, all, some, text, each by recency', () => {
  expect(
    order('CB-7 OR (pool exhausted)', [
      ['CB-1', 'nothing', latest],
      ['CB-2', 'nothing', latest - 1],
      ['CB-3', 'a pool', latest],
      ['CB-5', 'pool of CB-7: exhausted', 3],
      ['CB-7', '', 0],
    ]),
  ).toEqual(['CB-7', 'CB-5', 'CB-3', 'CB-1', 'CB-2'])
  expect(
    order('pool exhausted', [
      ['CB-1', 'exhausted pool', latest],
      ['CB-2', 'The Pool, exhausted', 1],
      ['CB-3', 'pools exhausted', latest],
      ['CB-4', 'exhausted pool', latest - 1],
    ]),
  ).toEqual(['CB-2', 'CB-1', 'CB-4', 'CB-3'])
})

test('a reference counts however it is joined, and a prefix by its beginning', () => {
  expect(
    order('cb12', [
      ['CB-123', 'cb12', latest],
      ['CB-12', '', 0],
    ]),
  ).toEqual(['CB-12', 'CB-123'])
  expect(
    order('pool exh*', [
      ['CB-1', 'exhausted pool', 9],
      ['CB-2', 'pool exhausted', 1],
    ]),
  ).toEqual(['CB-2', 'CB-1'])
})

test('without words, the latest comes first', () => {
  expect(
    order('status:open', [
      ['CB-1', 'a', 1],
      ['CB-2', 'b', 2],
    ]),
  ).toEqual(['CB-2', 'CB-1'])
})

test('stays exact at the end of time', () => {
  const rank = ranker([])
  expect(rank({ ref: '', title: '', updatedAt: latest })).toBeGreaterThan(
    rank({ ref: '', title: '', updatedAt: latest - 1 }),
  )
  expect(Number.isSafeInteger(4 * 2 ** 44 + latest)).toBe(true)
})
