import type { Filter, Name, TextNode } from '../query/ast.ts'
import type { Clock } from '../query/dates.ts'
import { unsolvedStatuses } from '../vocabulary.ts'
import { all, both, type Expression, either, none, token } from './expression.ts'
import { componentQuery, type Fact, factToken, sourceName } from './facts.ts'
import { eachIdentifier, type IndexToken, isNumber, tokensOfParts } from './identifiers.ts'
import { ideographTokens } from './ideographs.ts'
import { factMarker, shield } from './markers.ts'
import { lettersThenDigits } from './pattern.ts'

/** What only the host knows when a query is compiled. */
export interface Resolve extends Clock {
  /** Keys of the customers that a name (or the beginning of one) means. */
  customers(name: Name): readonly number[]
  /** Keys of the people that a name (or the beginning of one) means; never asked for `me`. */
  people(name: Name): readonly number[]
  /** The key of the person this bench belongs to. */
  me: number | null
}

/** The identifiers and single words of a text, each as its parts. */
const identifiersOf = (text: string): string[][] => {
  const found: string[][] = []
  eachIdentifier(shield(text), (parts) => found.push([...parts]), true)
  return found
}

const wordExpression = (word: string, prefix: boolean, marker: string): Expression => {
  const [, letters, digits] = lettersThenDigits.exec(word) ?? []
  const plain = token(`${marker}${word}`, prefix)
  if (!letters || !digits) return plain
  return either(plain, token(`${marker}${letters}${factMarker}${digits}`, prefix))
}

/** The tokens that every document with this text has; `marker` asks for them in the title. */
export const textExpression = ({ text, prefix }: TextNode, marker: string): Expression => {
  const marked = (one: IndexToken) => token(`${marker}${one.token}`, one.prefix)
  const identifiers = identifiersOf(text)
  const last = identifiers.length - 1
  const demanded = identifiers.flatMap((parts, index) => {
    const open = prefix && index === last
    const [only = ''] = parts
    if (parts.length === 1 && !isNumber(only)) return [wordExpression(only, open, marker)]
    return tokensOfParts(parts, open).map(marked)
  })
  return both(...demanded, ...ideographTokens(text).flat().map(marked))
}

/**
 * How far the index alone answers: `exact`; `nearly`, where only other joining characters can deceive it
 * (`ora_00060` for `ORA-00060`); or `verify`, where the order of words is not in the index at all.
 */
export type Certainty = 'exact' | 'nearly' | 'verify'

export const textCertainty = ({ text }: TextNode): Certainty => {
  const identifiers = identifiersOf(text)
  const runs = ideographTokens(text)
  if (identifiers.length + runs.length !== 1) return 'verify'
  const [parts = []] = identifiers
  const [pairs = []] = runs
  return parts.length + pairs.length === 1 && !isNumber(parts[0] ?? '') ? 'exact' : 'nearly'
}

const named = (fact: Fact, values: readonly Name[]): Expression =>
  either(...values.map(({ name, prefix }) => token(factToken(fact, name), prefix)))

const keyed = (fact: Fact, keys: readonly number[]): Expression =>
  either(...keys.map((key) => token(factToken(fact, key))))

const closed = (fact: Fact, values: readonly (string | number)[]): Expression =>
  either(...values.map((value) => token(factToken(fact, value))))

const people = (fact: 'owner' | 'reporter', values: readonly Name[], resolve: Resolve): Expression =>
  either(
    ...values.map((value) =>
      value.name.toLowerCase() === 'me'
        ? keyed(fact, resolve.me === null ? [] : [resolve.me])
        : keyed(fact, resolve.people(value)),
    ),
  )

const component = ({ name, prefix }: Name): Expression => {
  const words = componentQuery(name, prefix)
  return words.length === 0 ? none : both(...words.map((word) => token(word.token, word.prefix)))
}

const state = (value: 'unsolved' | 'trashed' | 'merged' | 'mine', resolve: Resolve): Expression => {
  if (value === 'unsolved') return closed('status', unsolvedStatuses)
  if (value === 'mine') return keyed('owner', resolve.me === null ? [] : [resolve.me])
  return token(factToken('state', value))
}

/** The fact tokens that a filter asks for; `all` for dates, which are not in the index. */
export const filterExpression = (filter: Filter, resolve: Resolve): Expression => {
  switch (filter.field) {
    case 'status':
    case 'severity':
    case 'kind':
    case 'has':
      return closed(filter.field, filter.values)
    case 'is':
      return either(...filter.values.map((value) => state(value, resolve)))
    case 'customer':
      return either(...filter.values.map((value) => keyed('customer', resolve.customers(value))))
    case 'owner':
    case 'reporter':
      return people(filter.field, filter.values, resolve)
    case 'component':
      return either(...filter.values.map(component))
    case 'tag':
    case 'ref':
      return named(filter.field, filter.values)
    case 'source':
      return named(
        'source',
        filter.values.map(({ name, prefix }) => ({ name: sourceName(name), prefix })),
      )
    case 'updated':
    case 'created':
    case 'due':
      return all
  }
}
