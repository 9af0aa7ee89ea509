import fc from 'fast-check'
import {
  allOf,
  anyOf,
  type DateRange,
  type Filter,
  type Name,
  type Query,
} from '../../shared/domain/query/ast.ts'
import { dateFields, hasFlags, isFlags, nameFields } from '../../shared/domain/query/fields.ts'
import { hasWord } from '../../shared/domain/query/scan.ts'
import { caseKinds, caseStatuses, severities } from '../../shared/domain/vocabulary.ts'

const nowhere = { start: 0, end: 0 }

/** A query without its places, to compare two. */
export const shapeOf = (query: Query): unknown =>
  JSON.parse(
    JSON.stringify(query, (key, value: unknown) => (key === 'start' || key === 'end' ? undefined : value)),
  )

const some = <T>(values: readonly T[]) => fc.uniqueArray(fc.constantFrom(...values), { minLength: 1 })

const typed = fc
  .oneof(
    fc.string({ unit: fc.constantFrom(...'abOR19-.:_/*"“(), é連'), minLength: 1, maxLength: 12 }),
    fc.constantFrom('ORA-00060', 'OR', 'AND', 'status:open', '--verbose', 'C:\\x', 'Acme Industries', 'a"b'),
    fc.string({ unit: 'binary', maxLength: 8 }),
  )
  .map((text) => text.replace(/\s+/gu, ' ').trim())

const text = typed.filter(hasWord)
const mayGoOn = (text: string): boolean => /[\p{L}\p{N}]{2}$/u.test(text)

const name: fc.Arbitrary<Name> = fc
  .tuple(
    typed.filter((text) => text !== ''),
    fc.boolean(),
  )
  .map(([name, prefix]) => ({ name, prefix: prefix && mayGoOn(name) }))

const calendarDate = fc
  .tuple(
    fc.integer({ min: 1970, max: 2199 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer({ min: 1, max: 28 }),
  )
  .chain(([year, month, day]) => {
    const two = (value: number) => String(value).padStart(2, '0')
    return fc.constantFrom(`${year}`, `${year}-${two(month)}`, `${year}-${two(month)}-${two(day)}`)
  })

const calendarRange = fc
  .tuple(fc.option(calendarDate), fc.option(calendarDate))
  .filter(([from, to]) => from !== null || to !== null)
  .map(([from, to]): DateRange => {
    const turned = from && to && from.padEnd(10, '-01') > to.padEnd(10, '-01')
    return turned ? { kind: 'calendar', from: to, to: from } : { kind: 'calendar', from, to }
  })

const range: fc.Arbitrary<DateRange> = fc.oneof(
  calendarRange,
  fc.record({
    kind: fc.constant('age' as const),
    side: fc.constantFrom('within' as const, 'beyond' as const),
    amount: fc.nat(9999),
    unit: fc.constantFrom('h' as const, 'd' as const, 'w' as const, 'm' as const, 'y' as const),
  }),
  fc
    .constantFrom('today' as const, 'yesterday' as const, 'tomorrow' as const)
    .map((day): DateRange => ({ kind: 'day', day })),
)

/** Any filter that the language can write. */
export const anyFilter: fc.Arbitrary<Filter> = fc.oneof(
  some(caseStatuses).map((values): Filter => ({ field: 'status', values })),
  some(severities).map((values): Filter => ({ field: 'severity', values: values.sort((a, b) => a - b) })),
  some(caseKinds).map((values): Filter => ({ field: 'kind', values })),
  some(hasFlags).map((values): Filter => ({ field: 'has', values })),
  some(isFlags).map((values): Filter => ({ field: 'is', values })),
  fc
    .tuple(
      fc.constantFrom(...nameFields),
      fc.uniqueArray(name, { minLength: 1, maxLength: 3, selector: (one) => `${one.prefix}${one.name}` }),
    )
    .map(([field, values]): Filter => ({ field, values })),
  fc.tuple(fc.constantFrom(...dateFields), range).map(([field, range]): Filter => ({ field, range })),
)

const leaf: fc.Arbitrary<Query> = fc.oneof(
  fc
    .tuple(text, fc.boolean())
    .map(([text, prefix]): Query => ({ kind: 'text', text, prefix: prefix && mayGoOn(text), ...nowhere })),
  anyFilter.map((filter): Query => ({ kind: 'filter', filter, ...nowhere })),
)

/** Trees over the given leaves, in the shape that the parser gives them. */
export const treesOf = (leaves: fc.Arbitrary<Query>): fc.Arbitrary<Query> =>
  fc.letrec<{ query: Query }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaves,
      fc.array(tie('query'), { minLength: 2, maxLength: 4 }).map((items) => allOf(items, nowhere)),
      fc.array(tie('query'), { minLength: 2, maxLength: 4 }).map((items) => anyOf(items, nowhere)),
      tie('query').map((item): Query => ({ kind: 'not', item, ...nowhere })),
    ),
  })).query

/** Any query that the language can write. */
export const anyQuery: fc.Arbitrary<Query> = treesOf(leaf)
