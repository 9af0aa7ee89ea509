import { caseKinds, caseStatuses, severities } from '../vocabulary.ts'
import type { Filter, Name, Span } from './ast.ts'
import { BadRange, parseRange } from './dates.ts'
import { QueryFault } from './fault.ts'
import { type Field, factsOf, hasFlags, isDateField, isFlags, isNameField } from './fields.ts'
import { nearest } from './misspelling.ts'
import type { RawValue } from './scan.ts'

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)]

const listed = (values: readonly string[]): string =>
  `${values.slice(0, -1).join(', ')} or ${values.at(-1) ?? ''}`

/** Every value read as a word of a closed vocabulary. */
const closed = <Value extends string>(field: Field, raw: readonly RawValue[], known: readonly Value[]) =>
  unique(
    raw.map(({ text, start, end }): Value => {
      const lower = text.toLowerCase()
      const found = known.find((value) => value === lower)
      if (found) return found
      const meant = nearest(text, known)
      const hint = meant ? `Did you mean ${field}:${meant}?` : `It can be ${listed(known)}.`
      throw new QueryFault(`There is no ${field} “${text}”. ${hint}`, start, end)
    }),
  )

const severityForm = /^(<=|>=|<|>|)(\d{1,6})(?:\.\.(\d{1,6}))?$/

const severityValues = ({ text, start, end }: RawValue) => {
  const [, sign = '', first = '', last] = severityForm.exec(text) ?? []
  if (!first || (sign && last)) {
    const message = `“${text}” is not a severity; write one from 1 to 4, or a range such as severity:<=2.`
    throw new QueryFault(message, start, end)
  }
  for (const typed of last ? [first, last] : [first]) {
    if (!severities.some((severity) => severity === Number(typed))) {
      throw new QueryFault(`There is no severity ${Number(typed)}; it goes from 1 to 4.`, start, end)
    }
  }
  const from = Number(first)
  const found = severities.filter((severity) => {
    if (last) return severity >= from && severity <= Number(last)
    if (sign === '<=') return severity <= from
    if (sign === '>=') return severity >= from
    if (sign === '<') return severity < from
    return sign === '>' ? severity > from : severity === from
  })
  if (found.length === 0) {
    throw new QueryFault(`No severity is in ${text}; it goes from 1 to 4.`, start, end)
  }
  return found
}

const names = (raw: readonly RawValue[]): Name[] => {
  const seen = new Map(raw.map(({ text, prefix }) => [`${prefix}${text}`, { name: text, prefix }]))
  return [...seen.values()]
}

const oneOf = (field: Field, raw: readonly RawValue[]): RawValue => {
  const [first, second] = raw
  if (first && !second) return first
  const { start, end } = second ?? { start: 0, end: 0 }
  throw new QueryFault(`${field}: takes one stretch of time, such as ${factsOf(field).example}.`, start, end)
}

const range = ({ text, start, end }: RawValue) => {
  try {
    return parseRange(text)
  } catch (error) {
    if (error instanceof BadRange) throw new QueryFault(error.message, start, end)
    throw error
  }
}

/** Reads the values of a filter. Throws `QueryFault` at the first that the filter cannot have. */
export const readFilter = (field: Field, raw: readonly RawValue[], span: Span): Filter => {
  const empty = raw.length === 0 ? span : raw.find(({ text }) => text === '')
  if (empty) {
    const message = `${field}: needs a value right after the colon, such as ${factsOf(field).example}. To look for the word itself, put it in quotes.`
    throw new QueryFault(message, span.start, span.end)
  }
  if (isNameField(field)) return { field, values: names(raw) }
  if (isDateField(field)) return { field, range: range(oneOf(field, raw)) }
  switch (field) {
    case 'status':
      return { field, values: closed(field, raw, caseStatuses) }
    case 'kind':
      return { field, values: closed(field, raw, caseKinds) }
    case 'has':
      return { field, values: closed(field, raw, hasFlags) }
    case 'is':
      return { field, values: closed(field, raw, isFlags) }
    case 'severity':
      return { field, values: unique(raw.flatMap(severityValues)).sort((a, b) => a - b) }
  }
}
