import type { Query } from '../../../shared/domain/query/ast.ts'
import { parseQuery } from '../../../shared/domain/query/parse.ts'

const holdsText = (query: Query): boolean => {
  if (query.kind === 'text') return true
  return (query.kind === 'and' || query.kind === 'or') && query.items.some(holdsText)
}

/** Whether a search looks for words, so that its hits have passages to show and a best order. */
export const hasWords = (query: string, typing: boolean): boolean => {
  const parsed = parseQuery(query, { typing })
  return parsed.ok && holdsText(parsed.query)
}
