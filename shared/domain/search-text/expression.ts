import { everyDocument, noDocument } from './markers.ts'

/** A boolean expression over the tokens of a document. */
export type Expression =
  | { kind: 'all' }
  | { kind: 'none' }
  | { kind: 'token'; token: string; prefix: boolean }
  | { kind: 'and'; items: Expression[] }
  | { kind: 'or'; items: Expression[] }
  | { kind: 'not'; item: Expression }

export const all: Expression = { kind: 'all' }
export const none: Expression = { kind: 'none' }

export const token = (text: string, prefix = false): Expression => ({ kind: 'token', token: text, prefix })

const flat = (kind: 'and' | 'or', items: readonly Expression[]): Expression[] =>
  items.flatMap((item) => (item.kind === kind ? item.items : [item]))

export const both = (...items: Expression[]): Expression => {
  if (items.some(({ kind }) => kind === 'none')) return none
  const left = flat('and', items).filter(({ kind }) => kind !== 'all')
  const [only] = left
  if (!only) return all
  return left.length === 1 ? only : { kind: 'and', items: left }
}

export const either = (...items: Expression[]): Expression => {
  if (items.some(({ kind }) => kind === 'all')) return all
  const left = flat('or', items).filter(({ kind }) => kind !== 'none')
  const [only] = left
  if (!only) return none
  return left.length === 1 ? only : { kind: 'or', items: left }
}

export const not = (item: Expression): Expression => {
  if (item.kind === 'all') return none
  if (item.kind === 'none') return all
  return item.kind === 'not' ? item.item : { kind: 'not', item }
}

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** FTS5 knows `NOT` only between two operands, so an `and` takes its negations from what it demands. */
const conjunction = (items: readonly Expression[]): string => {
  const demanded = items.filter(({ kind }) => kind !== 'not').map(operand)
  const refused = items.flatMap((item) => (item.kind === 'not' ? [operand(item.item)] : []))
  const positive = demanded.join(' AND ') || quoted(everyDocument)
  return refused.length === 0 ? positive : `(${positive}) NOT (${refused.join(' OR ')})`
}

const operand = (expression: Expression): string =>
  expression.kind === 'token' ? matchString(expression) : `(${matchString(expression)})`

/** The expression as an FTS5 MATCH string; every token quoted, so that no text reaches the syntax. */
export const matchString = (expression: Expression): string => {
  switch (expression.kind) {
    case 'all':
      return quoted(everyDocument)
    case 'none':
      return quoted(noDocument)
    case 'token':
      return `${quoted(expression.token)}${expression.prefix ? '*' : ''}`
    case 'or':
      return expression.items.map(operand).join(' OR ')
    case 'and':
      return conjunction(expression.items)
    case 'not':
      return conjunction([expression])
  }
}

/** Whether the expression holds for a document with these tokens (folded already). */
export const holds = (expression: Expression, tokens: ReadonlySet<string>): boolean => {
  switch (expression.kind) {
    case 'all':
      return true
    case 'none':
      return false
    case 'token':
      return expression.prefix
        ? [...tokens].some((one) => one.startsWith(expression.token))
        : tokens.has(expression.token)
    case 'and':
      return expression.items.every((item) => holds(item, tokens))
    case 'or':
      return expression.items.some((item) => holds(item, tokens))
    case 'not':
      return !holds(expression.item, tokens)
  }
}
