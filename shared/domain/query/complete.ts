import { type Field, factsOf, fieldNamed, fieldNames } from './fields.ts'
import { formatValue } from './format.ts'
import { type Cursor, isQuote, isSpace, scanBare, scanQuoted } from './scan.ts'

/** What stands at the cursor and may be completed; `start` and `end` bound what a choice replaces. */
export type CompletionPlace = { prefix: string; start: number; end: number } & (
  | { kind: 'field' }
  | { kind: 'value'; field: Field }
)

/** One thing to put in place of what stands there. */
export interface CompletionOption {
  start: number
  end: number
  insert: string
  label: string
  hint: string
}

export type Completing = CompletionPlace & {
  /** Filters, or what the language knows of values; names of customers, people, tags and components come from the host. */
  options: CompletionOption[]
}

const startsWith = (text: string, prefix: string): boolean =>
  text.toLowerCase().startsWith(prefix.toLowerCase())

const fieldPlace = (text: string, cursor: number, start: number, end: number): Completing | null => {
  const prefix = text.slice(start, cursor)
  if (!/^[A-Za-z]*$/.test(prefix)) return null
  const options = fieldNames
    .filter((field) => field.startsWith(prefix.toLowerCase()))
    .map((field) => ({ start, end, insert: `${field}:`, label: `${field}:`, hint: factsOf(field).hint }))
  return { kind: 'field', prefix, start, end, options }
}

interface Value {
  text: string
  start: number
  end: number
}

/** The option that puts `value` at a place; in quotes where the language needs them. */
export const valueOption = (
  { start, end }: { start: number; end: number },
  value: string,
  hint: string,
): CompletionOption => ({ start, end, insert: formatValue(value), label: value, hint })

const valuePlace = (
  field: Field,
  cursor: number,
  values: readonly Value[],
  text: string,
): Completing | null => {
  const here = values.find(({ start, end }) => cursor >= start && cursor <= end)
  if (!here) return null
  const { start, end } = here
  const typed = text.slice(start, cursor)
  const prefix = isQuote(typed[0] ?? '') ? typed.slice(1).replaceAll('""', '"') : typed
  const chosen = new Set(values.filter((value) => value !== here).map((value) => value.text.toLowerCase()))
  const options = factsOf(field)
    .values.filter(({ value }) => startsWith(value, prefix) && !chosen.has(value))
    .map(({ value, hint }) => valueOption(here, value, hint))
  return { kind: 'value', field, prefix, start, end, options }
}

/** Reads the values behind a colon, whatever they are worth. */
const readValues = (reader: Cursor): Value[] => {
  const values: Value[] = []
  for (;;) {
    values.push(isQuote(reader.text[reader.at] ?? '') ? scanQuoted(reader) : scanBare(reader, ','))
    if (reader.text[reader.at] !== ',') return values
    reader.at++
  }
}

/** The completion of the word or filter that starts at the reader, which moves behind it. */
const readTerm = (reader: Cursor, cursor: number): Completing | null => {
  const start = reader.at
  const name = /^([A-Za-z]{2,20}):/.exec(reader.text.slice(start, start + 24))?.[1] ?? ''
  const field = fieldNamed(name)
  const colon = start + name.length
  if (!field) {
    scanBare(reader, '')
    return fieldPlace(reader.text, cursor, start, reader.at)
  }
  reader.at = colon + 1
  const values = readValues(reader)
  if (cursor <= colon) return fieldPlace(reader.text, cursor, start, colon + 1)
  return valuePlace(field, cursor, values, reader.text)
}

/**
 * What can be completed at the cursor of a query being typed, in UTF-16 units; null inside a phrase and in words that
 * cannot become a filter. Offered wherever a filter may begin, also before anything is typed.
 */
export const completeAt = (text: string, cursor: number): Completing | null => {
  // A depth of one lets a closing parenthesis end a word, as it does in a group.
  const reader: Cursor = { text, typing: true, at: 0, depth: 1, terms: 0 }
  while (reader.at <= cursor) {
    const character = text[reader.at] ?? ''
    if (reader.at === cursor && (character === '' || isSpace(character) || '()'.includes(character))) {
      return fieldPlace(text, cursor, cursor, cursor)
    }
    if (isSpace(character) || '()-'.includes(character)) {
      reader.at++
    } else if (isQuote(character)) {
      scanQuoted(reader)
      if (cursor < reader.at || reader.at === text.length) return null
    } else {
      const found = readTerm(reader, cursor)
      if (cursor <= reader.at) return found
    }
  }
  return null
}
