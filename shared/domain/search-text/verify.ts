import type { Query } from '../query/ast.ts'
import { instantsOf } from '../query/dates.ts'
import type { DateField } from '../query/fields.ts'
import { holds } from './expression.ts'
import { type CaseFacts, factTokens } from './facts.ts'
import { filterExpression, type Resolve } from './leaf.ts'
import { findPattern, type Pattern, patternOf } from './pattern.ts'
import { foldText } from './unicode61.ts'

/** A case as the index was given it, to check what the index cannot know. */
export interface Candidate {
  title: string
  /** Everything that was indexed besides title and reference; read only when a phrase is looked for. */
  texts(): Iterable<string>
  /** Read only where a filter stands beside a phrase in an OR. */
  facts(): CaseFacts
  ref: string
  createdAt: number
  updatedAt: number
  dueAt: number | null
}

/** Checks one candidate. */
export type Check = (candidate: Candidate) => boolean

/** One candidate with what was already worked out about it. */
interface Subject {
  candidate: Candidate
  folded(): readonly string[]
  facts(): ReadonlySet<string>
}

type Test = (subject: Subject) => boolean

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const subjectOf = (candidate: Candidate): Subject => ({
  candidate,
  folded: once(() => [`${candidate.ref} ${candidate.title}`, ...candidate.texts()].map(foldText)),
  facts: once(() => factTokens(candidate.facts())),
})

const textTest = (pattern: Pattern | null): Test =>
  pattern
    ? (subject) => subject.folded().some((folded) => findPattern(pattern, folded, 1).length > 0)
    : () => true

const instantOf = ({ createdAt, updatedAt, dueAt }: Candidate, field: DateField): number | null =>
  field === 'due' ? dueAt : field === 'created' ? createdAt : updatedAt

const testOf = (query: Query, resolve: Resolve): Test => {
  switch (query.kind) {
    case 'text':
      return textTest(patternOf(query.text, query.prefix))
    case 'not': {
      const test = testOf(query.item, resolve)
      return (subject) => !test(subject)
    }
    case 'and': {
      const tests = query.items.map((item) => testOf(item, resolve))
      return (subject) => tests.every((test) => test(subject))
    }
    case 'or': {
      const tests = query.items.map((item) => testOf(item, resolve))
      return (subject) => tests.some((test) => test(subject))
    }
    case 'filter': {
      const { filter } = query
      if ('range' in filter) {
        const { min, max } = instantsOf(filter.field, filter.range, resolve)
        return ({ candidate }) => {
          const at = instantOf(candidate, filter.field)
          return at !== null && (min === null || at >= min) && (max === null || at <= max)
        }
      }
      const expression = filterExpression(filter, resolve)
      return ({ facts }) => holds(expression, facts())
    }
  }
}

/** The full meaning of a query as a check of one candidate's real texts, dates and facts. */
export const checkOf = (query: Query, resolve: Resolve): Check => {
  const test = testOf(query, resolve)
  return (candidate) => test(subjectOf(candidate))
}
