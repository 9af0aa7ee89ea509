import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyQuery, treesOf } from '../../../test/support/any-query.ts'
import {
  day,
  documentOf,
  found,
  now,
  plainFacts,
  queryOf,
  resolve,
  type Sketch,
} from '../../../test/support/search-desk.ts'
import { openIndex } from '../../../test/support/search-index.ts'
import type { Filter, Name, Query } from '../query/ast.ts'
import { hasFlags } from '../query/fields.ts'
import { formatQuery } from '../query/format.ts'
import { parseQuery } from '../query/parse.ts'
import { caseKinds, caseStatuses } from '../vocabulary.ts'
import { ftsQuery } from './fts-query.ts'
import { indexText } from './index-text.ts'
import { checkOf } from './verify.ts'

const word = fc.constantFrom(
  'ora',
  '00060',
  'org',
  'apache',
  'pool',
  'Pool',
  'pöol',
  'poo',
  '10',
  '1',
  '28',
  'τα',
  '連',
  '接池',
  '連接',
  'x',
)
const gap = fc.constantFrom(' ', ' ', '', '-', '.', '/', '_', ', ', ':', '://', '😀')
const prose = fc
  .array(fc.tuple(word, gap), { maxLength: 8 })
  .map((pairs) => pairs.map(([one, between]) => one + between).join(''))

const someDay = fc.integer({ min: 0, max: 30 }).map((days) => now - days * day)
const optionalKey = fc.option(fc.constantFrom(0, 1, 2), { nil: null })
const sketch: fc.Arbitrary<Sketch> = fc.record({
  title: prose,
  notes: fc.array(prose, { maxLength: 2 }),
  updatedAt: someDay,
  createdAt: someDay,
  dueAt: fc.option(someDay, { nil: null }),
  status: fc.constantFrom(...caseStatuses),
  severity: fc.constantFrom(1, 2, 3, 4),
  kind: fc.constantFrom(...caseKinds),
  customer: optionalKey,
  owner: optionalKey,
  reporter: optionalKey,
  tags: fc.array(fc.constantFrom('x', 'x-y', 'xy', 'é'), { maxLength: 2 }),
  components: fc.array(fc.record({ name: prose, version: prose, purl: fc.constant('') }), { maxLength: 1 }),
  has: fc.array(fc.constantFrom(...hasFlags), { maxLength: 2 }),
  trashed: fc.boolean(),
  merged: fc.boolean(),
  source: fc.constantFrom(null, 'github', 'jira:acme'),
})

const nowhere = { start: 0, end: 0 }
const names = (values: readonly string[]) =>
  fc.tuple(fc.constantFrom(...values), fc.boolean()).map(([name, prefix]): Name[] => [{ name, prefix }])
const days = fc.integer({ min: 0, max: 30 })
const dates = fc.tuple(
  fc.constantFrom('updated' as const, 'created' as const, 'due' as const),
  fc.constantFrom('within' as const, 'beyond' as const),
  days,
)
const filter: fc.Arbitrary<Filter> = fc.oneof(
  fc.constantFrom(...caseStatuses).map((value): Filter => ({ field: 'status', values: [value] })),
  fc.constantFrom(1 as const, 4 as const).map((value): Filter => ({ field: 'severity', values: [value, 2] })),
  fc
    .constantFrom('unsolved' as const, 'mine' as const)
    .map((value): Filter => ({ field: 'is', values: [value] })),
  fc.constantFrom(...hasFlags).map((value): Filter => ({ field: 'has', values: [value] })),
  names(['acme', 'g']).map((values): Filter => ({ field: 'customer', values })),
  names(['me', 'ada']).map((values): Filter => ({ field: 'owner', values })),
  names(['x', 'x-y', 'É']).map((values): Filter => ({ field: 'tag', values })),
  names(['pool', 'org.apache', '10.1']).map((values): Filter => ({ field: 'component', values })),
  names(['github', 'jir']).map((values): Filter => ({ field: 'source', values })),
  dates.map(([field, side, amount]): Filter => ({ field, range: { kind: 'age', side, amount, unit: 'd' } })),
)
const textLeaf = fc
  .tuple(prose, fc.boolean())
  .map(([text, prefix]) => ({ text: text.replace(/\s+/g, ' ').trim(), prefix }))
  .filter(({ text }) => /[a-z0-9τ連]/iu.test(text))
  .map(
    ({ text, prefix }): Query => ({
      kind: 'text',
      text,
      prefix: prefix && /[a-z0-9]{2}$/.test(text),
      ...nowhere,
    }),
  )
const leaf = fc.oneof(
  textLeaf,
  filter.map((filter): Query => ({ kind: 'filter', filter, ...nowhere })),
)

/** Refusing an identifier is left to the index, which takes other joiners for the same (`certaintyOf`). */
const refusesIdentifier = (query: Query, refused = false): boolean => {
  if (query.kind === 'not') return refusesIdentifier(query.item, true)
  if (query.kind === 'text') return refused && /[a-z0-9τα][-./_:]|[連接池]{3}/iu.test(query.text)
  return query.kind !== 'filter' && query.items.some((item) => refusesIdentifier(item, refused))
}

test('finds exactly what the query means', () => {
  fc.assert(
    fc.property(fc.array(sketch, { minLength: 1, maxLength: 8 }), treesOf(leaf), (sketches, query) => {
      fc.pre(!refusesIdentifier(query))
      const documents = sketches.map(documentOf)
      const means = checkOf(query, resolve)
      const expected = documents.flatMap((one, place) => {
        const { trashed, merged } = one.facts()
        return !trashed && !merged && means(one) ? [place] : []
      })
      expect(found(documents, query), formatQuery(query)).toEqual(expected)
    }),
    { numRuns: 800 },
  )
})

test('no query breaks the syntax of the index', () => {
  using index = openIndex([[1, indexText({ title: 'a', description: '', texts: [], filters: plainFacts })]])
  const ask = (query: Query) => {
    const { match, titleMatch, someTitleMatch } = ftsQuery(query, resolve)
    for (const one of [match, titleMatch, someTitleMatch]) if (one !== null) index.find(one)
  }
  fc.assert(fc.property(anyQuery, ask), { numRuns: 1500 })
  const typed = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    fc.string({ unit: fc.constantFrom(...'a1é\u0301\u0345ζτ𠮷🤖\0"*()-:. \u2066'), maxLength: 60 }),
  )
  fc.assert(
    fc.property(typed, fc.boolean(), (text, typing) => {
      const result = parseQuery(text, { typing })
      fc.pre(result.ok)
      ask(result.query)
    }),
    { numRuns: 3000 },
  )
  for (const text of [
    'x '.repeat(64),
    '-x '.repeat(64),
    '-'.concat('(-'.repeat(15), 'x', ')'.repeat(15)),
    'a b OR '.repeat(31).concat('c'),
    `${'a.b'.repeat(600)}`,
  ]) {
    ask(queryOf(text))
  }
})
