import type { Filter, Name, Query, TextNode } from './ast.ts'
import { formatRange } from './dates.ts'
import { hasWord } from './scan.ts'

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`

/** A word that means itself without quotes. */
const bareWord = /^(?!-|(?:OR|AND)$|[A-Za-z]{2,20}:)[^\s"“”„()]*[^\s"“”„()*]$/u
const bareName = /^(?![/\\:])[^\s"“”„(),*]+$/u

/** A value of a filter as the language writes it: in quotes where it needs them. */
export const formatValue = (value: string): string => (bareName.test(value) ? value : quoted(value))

const name = ({ name, prefix }: Name): string => `${formatValue(name)}${prefix ? '*' : ''}`

/** The text of one filter. */
export const formatFilter = (filter: Filter): string => {
  if ('range' in filter) return `${filter.field}:${formatRange(filter.range)}`
  const values = filter.values.map((value) => (typeof value === 'object' ? name(value) : String(value)))
  return `${filter.field}:${values.join(',')}`
}

const text = ({ text, prefix }: TextNode): string => {
  const plain = bareWord.test(text) && hasWord(text)
  return `${plain ? text : quoted(text)}${prefix ? '*' : ''}`
}

const grouped = (query: Query): string =>
  query.kind === 'and' || query.kind === 'or' ? `(${formatQuery(query)})` : formatQuery(query)

/** The text of a query, which `parseQuery` reads as the same tree. */
export const formatQuery = (query: Query): string => {
  switch (query.kind) {
    case 'text':
      return text(query)
    case 'filter':
      return formatFilter(query.filter)
    case 'not':
      return `-${query.item.kind === 'not' ? `(${formatQuery(query.item)})` : grouped(query.item)}`
    case 'or':
      return query.items.map(grouped).join(' OR ')
    case 'and':
      return query.items.map(grouped).join(' ')
  }
}
