import { demands, type Filter, type FilterNode, type Query } from './ast.ts'
import { type Field, isDateField } from './fields.ts'
import { formatFilter, formatValue } from './format.ts'
import { parseQuery } from './parse.ts'

/** Filters of which a case can satisfy several at once; of the others, several values are alternatives. */
const together: readonly Field[] = ['tag', 'component', 'has', 'is']

interface Place {
  node: Query
  filter: FilterNode
  negated: boolean
}

/** The filters that the query demands as a whole; those inside of an OR are not touched by an edit. */
const filtersOf = (text: string): Place[] => {
  const result = parseQuery(text)
  if (!result.ok) return []
  return demands(result.query).flatMap((node): Place[] => {
    const item = node.kind === 'not' ? node.item : node
    return item.kind === 'filter' ? [{ node, filter: item, negated: node.kind === 'not' }] : []
  })
}

const replaced = (text: string, { start, end }: { start: number; end: number }, by: string): string =>
  [text.slice(0, start).trimEnd(), by, text.slice(end).trimStart()].filter(Boolean).join(' ')

const parsedFilter = (text: string): Filter | null => {
  const [only, second] = filtersOf(text)
  return only && !second && !only.negated ? only.filter.filter : null
}

const valueText = (value: number | string | { name: string; prefix: boolean }): string =>
  typeof value === 'object' ? `${value.name}${value.prefix ? '*' : ''}` : String(value)

const sameText = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase()

/** The value as a filter writes it: what is not a name has no quotes. */
const written = (field: Field, value: string): string => `${field}:${formatValue(value)}`

const has = (filter: Filter, value: string): boolean =>
  'range' in filter
    ? sameText(formatFilter(filter), written(filter.field, value))
    : filter.values.some((one) => sameText(valueText(one), value))

/**
 * The query with `field:value` demanded besides, in a text that is otherwise untouched: a further alternative of the
 * filter that stands there already, a new time in place of the old one, or a new filter at the end. A refusal of the
 * same value goes away. `value` is not quoted.
 */
export const addFilter = (text: string, field: Field, value: string): string => {
  const open = removeFilter(text, field, value, { negated: true })
  const added = written(field, value)
  const there = filtersOf(open).filter(({ filter, negated }) => !negated && filter.filter.field === field)
  if (there.some(({ filter }) => has(filter.filter, value))) return open
  const [first] = there
  if (!first || together.includes(field))
    return replaced(open, { start: open.length, end: open.length }, added)
  if (isDateField(field)) return replaced(open, first.node, added)
  const merged = parsedFilter(`${formatFilter(first.filter.filter)},${formatValue(value)}`)
  return merged ? replaced(open, first.node, formatFilter(merged)) : open
}

/** A filter without one of its values; null where nothing is left of it. */
const without = (filter: Filter, value: string): string | null => {
  if ('range' in filter) return null
  const left = filter.values.filter((one) => !sameText(valueText(one), value))
  if (left.length === 0) return null
  return formatFilter({ ...filter, values: left } as Filter)
}

/**
 * The query without a filter, or without one of its values, in a text that is otherwise untouched; `negated` removes
 * the refusals instead. What stands inside of an OR stays.
 */
export const removeFilter = (
  text: string,
  field: Field,
  value?: string,
  { negated = false }: { negated?: boolean } = {},
): string => {
  const matching = filtersOf(text).filter(
    (place) =>
      place.filter.filter.field === field &&
      place.negated === negated &&
      (value === undefined || has(place.filter.filter, value)),
  )
  return matching.reduceRight((rest, { node, filter }) => {
    const left = value === undefined ? null : without(filter.filter, value)
    return replaced(rest, node, left === null ? '' : `${negated ? '-' : ''}${left}`)
  }, text)
}
