import type { Query } from '../query/ast.ts'
import { type Pattern, patternOf } from './pattern.ts'

/** A word or phrase that a query wants to find, for showing where it stands. */
export interface Term {
  text: string
  pattern: Pattern
}

/** The words and phrases that a query asks for; not those it refuses. */
export const termsOf = (query: Query): Term[] => {
  switch (query.kind) {
    case 'text': {
      const pattern = patternOf(query.text, query.prefix)
      return pattern ? [{ text: query.text, pattern }] : []
    }
    case 'and':
    case 'or':
      return query.items.flatMap(termsOf)
    case 'not':
    case 'filter':
      return []
  }
}
