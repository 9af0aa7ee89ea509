import { allOf, demands, type Query, type TextNode } from '../query/ast.ts'
import { type Instants, instantsOf } from '../query/dates.ts'
import type { DateField } from '../query/fields.ts'
import { all, both, type Expression, either, matchString, none, not, token } from './expression.ts'
import { factToken } from './facts.ts'
import { ideographTokens } from './ideographs.ts'
import { rowsPerMillisecond } from './index-text.ts'
import { type Certainty, filterExpression, type Resolve, textCertainty, textExpression } from './leaf.ts'
import { shield, titleMarker } from './markers.ts'
import { type Term, termsOf } from './terms.ts'
import { type Check, checkOf } from './verify.ts'

/** A condition on a column of the case, for SQL. */
export interface DateCondition extends Instants {
  field: DateField
  negated: boolean
}

/** How to answer a query: with the index, then SQL, then a look at the texts. */
export interface FtsQuery {
  /** For `MATCH`; finds every case that the query means, and more only where `check` is given. */
  match: string
  /** The same, with every word in the title; null where the query has no words. */
  titleMatch: string | null
  /** The same, with at least one of its words in the title; null where the query has no words. */
  someTitleMatch: string | null
  /** For an index that keeps the places of words: finds every case that has the demanded phrases; null without any. */
  phraseMatch: string | null
  /** Whether `match` asks for beginnings of words, which an index without prefixes answers slowly. */
  prefixes: boolean
  /** Bounds of the index's rowid, both included; null where open. */
  rowid: Instants
  /** What the columns of the case must satisfy besides. */
  dates: DateCondition[]
  /** How far a count of `match` can be trusted without `check`. */
  certainty: Certainty
  check: Check | null
  /** What to show as found. */
  terms: Term[]
}

type Side = 'upper' | 'lower'

/** What the index can say at most (`upper`) or at least (`lower`) about a query. */
const boundOf = (query: Query, side: Side, marker: string, resolve: Resolve): Expression => {
  switch (query.kind) {
    case 'text':
      return side === 'lower' && textCertainty(query) === 'verify' ? none : textExpression(query, marker)
    case 'filter':
      if ('range' in query.filter) return side === 'upper' ? all : none
      return filterExpression(query.filter, resolve)
    case 'not':
      return not(boundOf(query.item, side === 'upper' ? 'lower' : 'upper', '', resolve))
    case 'and':
      return both(...query.items.map((item) => boundOf(item, side, marker, resolve)))
    case 'or':
      return either(...query.items.map((item) => boundOf(item, side, marker, resolve)))
  }
}

const ranks: Record<Certainty, number> = { exact: 0, nearly: 1, verify: 2 }
const worst = (all: readonly Certainty[]): Certainty =>
  all.reduce((a, b) => (ranks[b] > ranks[a] ? b : a), 'exact')

const certaintyOf = (query: Query): Certainty => {
  switch (query.kind) {
    case 'text':
      return textCertainty(query)
    case 'filter':
      return 'range' in query.filter ? 'verify' : 'exact'
    case 'not': {
      // What is refused is refused by the index: a look at the texts could only bring back what it never offered.
      const inner = certaintyOf(query.item)
      return inner === 'nearly' ? 'exact' : inner
    }
    case 'and':
    case 'or':
      return worst(query.items.map(certaintyOf))
  }
}

/** Whether an index that keeps the places of words can tell where this stands. */
const isPhrase = (query: Query): query is TextNode =>
  query.kind === 'text' &&
  !query.prefix &&
  textCertainty(query) === 'verify' &&
  ideographTokens(query.text).length === 0

const hasPrefix = (query: Query): boolean => {
  switch (query.kind) {
    case 'text':
      return query.prefix
    case 'filter':
      return (
        'values' in query.filter &&
        query.filter.values.some((value) => typeof value === 'object' && value.prefix)
      )
    case 'not':
      return hasPrefix(query.item)
    case 'and':
    case 'or':
      return query.items.some(hasPrefix)
  }
}

/** The date filter that a whole demand is, if it is one. */
const dateOf = (query: Query, resolve: Resolve): DateCondition | null => {
  const item = query.kind === 'not' ? query.item : query
  if (item.kind !== 'filter' || !('range' in item.filter)) return null
  const { field, range } = item.filter
  return { field, negated: query.kind === 'not', ...instantsOf(field, range, resolve) }
}

const asksFor = (query: Query, state: 'trashed' | 'merged'): boolean => {
  if (query.kind === 'and' || query.kind === 'or') return query.items.some((item) => asksFor(item, state))
  if (query.kind !== 'filter' || query.filter.field !== 'is') return false
  return query.filter.values.includes(state)
}

/** Cases out of sight are found only by who asks for them. */
const visible = (query: Query): Expression =>
  asksFor(query, 'trashed') || asksFor(query, 'merged')
    ? all
    : not(either(token(factToken('state', 'trashed')), token(factToken('state', 'merged'))))

const textsOf = (query: Query): Query[] => {
  if (query.kind === 'and' || query.kind === 'or') return query.items.flatMap(textsOf)
  return query.kind === 'text' ? [query] : []
}

const later = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.max(a, b))
const earlier = (a: number | null, b: number | null) => (a === null || b === null ? (a ?? b) : Math.min(a, b))

/** The rowids of the cases that changed within all of these spans. */
const rowidBounds = (conditions: readonly DateCondition[]): Instants => {
  const bounds: Instants = { min: null, max: null }
  for (const { min, max } of conditions) {
    bounds.min = later(bounds.min, min === null ? null : min * rowsPerMillisecond)
    bounds.max = earlier(bounds.max, max === null ? null : (max + 1) * rowsPerMillisecond - 1)
  }
  return bounds
}

/**
 * Compiles a query for the index that `indexText` fills:
 * `fts5(t, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2')`, whose rowid is
 * `recencyKey`. Such an index knows neither phrases nor columns, so phrases become all of their words, `phraseMatch`
 * asks an index that keeps places, and `check` looks at the real texts of what was found.
 */
export const ftsQuery = (query: Query, resolve: Resolve): FtsQuery => {
  const dates: DateCondition[] = []
  const rest: Query[] = []
  for (const demand of demands(query)) {
    const date = dateOf(demand, resolve)
    if (date) dates.push(date)
    else rest.push(demand)
  }
  const matching = (marker: string): Expression =>
    both(...rest.map((item) => boundOf(item, 'upper', marker, resolve)), visible(query))
  const some = either(...rest.flatMap(textsOf).map((text) => boundOf(text, 'upper', titleMarker, resolve)))
  const unsure = rest.filter((item) => certaintyOf(item) !== 'exact')
  const phrases = rest.filter(isPhrase)
  const terms = termsOf(query)
  const byRowid = (condition: DateCondition) => condition.field === 'updated' && !condition.negated
  return {
    match: matchString(matching('')),
    titleMatch: terms.length > 0 ? matchString(matching(titleMarker)) : null,
    someTitleMatch: terms.length > 0 ? matchString(both(matching(''), some)) : null,
    phraseMatch:
      phrases.length > 0 ? matchString(both(...phrases.map(({ text }) => token(shield(text))))) : null,
    prefixes: hasPrefix(query),
    rowid: rowidBounds(dates.filter(byRowid)),
    dates: dates.filter((condition) => !byRowid(condition)),
    certainty: worst(unsure.map((item) => (isPhrase(item) ? 'nearly' : certaintyOf(item)))),
    check: unsure.length > 0 ? checkOf(allOf(unsure, query), resolve) : null,
    terms,
  }
}

/** The SQL of date conditions over the given columns, with its parameters in order; empty where there are none. */
export const dateSql = (
  dates: readonly DateCondition[],
  columns: Record<DateField, string>,
): { sql: string; parameters: number[] } => {
  const parameters: number[] = []
  const parts = dates.map(({ field, negated, min, max }) => {
    const column = columns[field]
    const tests = [`${column} is not null`]
    if (min !== null) tests.push(`${column} >= ?`)
    if (max !== null) tests.push(`${column} <= ?`)
    for (const bound of [min, max]) if (bound !== null) parameters.push(bound)
    return `${negated ? 'not ' : ''}(${tests.join(' and ')})`
  })
  return { sql: parts.join(' and '), parameters }
}
