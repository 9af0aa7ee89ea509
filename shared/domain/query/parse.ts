import { allOf, anyOf, type Query, type Span } from './ast.ts'
import { type QueryError, QueryFault } from './fault.ts'
import { type Field, fieldNamed, fieldNames } from './fields.ts'
import { nearest } from './misspelling.ts'
import {
  type Cursor,
  hasWord,
  isQuote,
  isSpace,
  type RawValue,
  scanBare,
  scanQuoted,
  scanValues,
} from './scan.ts'
import { readFilter } from './values.ts'

/** Bounds of a query: its length in UTF-16 units, its words and filters, its nested parentheses. */
export const queryLimits = { length: 2000, terms: 64, depth: 16 } as const

export type Parsed = { ok: true; query: Query } | { ok: false; error: QueryError }

const keyword = /^(OR|AND)(?=$|[\s()])/u
const filterStart = /^([A-Za-z]{2,20}):/
/** What follows the colon where a name is a scheme, a drive or a namespace: `http://`, `C:\`, `std::`. */
const textAfterColon = /^[/\\:]/

const peek = (cursor: Cursor): string => cursor.text[cursor.at] ?? ''
const spanFrom = (cursor: Cursor, start: number): Span => ({ start, end: cursor.at })
const atTypedEnd = (cursor: Cursor): boolean => cursor.typing && cursor.at === cursor.text.length

const skipSpace = (cursor: Cursor): void => {
  while (cursor.at < cursor.text.length && isSpace(peek(cursor))) cursor.at++
}

const count = (cursor: Cursor, start: number): void => {
  cursor.terms++
  if (cursor.terms <= queryLimits.terms) return
  const message = `A query holds ${queryLimits.terms} words and filters at most.`
  throw new QueryFault(message, start, cursor.text.length)
}

/** A word or phrase, or null where there is nothing in it that could be found. */
const textNode = (cursor: Cursor, { text, prefix, start, end }: RawValue): Query | null => {
  if (!hasWord(text)) return null
  count(cursor, start)
  if (!prefix || !/^[\p{P}\p{S}]*[a-z0-9]$/iu.test(text)) return { kind: 'text', text, prefix, start, end }
  if (cursor.typing && end === cursor.text.length) return null
  throw new QueryFault('A * needs two letters or more before it.', start, end)
}

/** The filter that starts here; null while its value is still being typed. */
const parseFilter = (cursor: Cursor, field: Field): Query | null => {
  const start = cursor.at
  cursor.at += field.length + 1
  const raw = scanValues(cursor)
  count(cursor, start)
  try {
    const span = spanFrom(cursor, start)
    return { kind: 'filter', filter: readFilter(field, raw, span), ...span }
  } catch (error) {
    if (error instanceof QueryFault && atTypedEnd(cursor)) return null
    throw error
  }
}

/** Faults where `name:` is most likely a filter with a slip of the finger. */
const refuseMisspelled = (name: string, { start, text }: RawValue): void => {
  const meant = nearest(name, fieldNames)
  // A slip at the first letter is rare, while words such as `bind:` and `find:` are not.
  if (!meant || !name.toLowerCase().slice(0, 2).includes(meant.slice(0, 1))) return
  const message = `There is no filter “${name}:”. Did you mean ${meant}:? To look for the text, put it in quotes: "${text}".`
  throw new QueryFault(message, start, start + name.length + 1)
}

const parseWord = (cursor: Cursor): Query | null => {
  const [whole = '', name = ''] = filterStart.exec(cursor.text.slice(cursor.at, cursor.at + 24)) ?? []
  const after = cursor.text.slice(cursor.at + whole.length, cursor.at + whole.length + 1)
  const filterLike = name !== '' && !textAfterColon.test(after)
  const field = filterLike ? fieldNamed(name) : undefined
  if (field) return parseFilter(cursor, field)
  const raw = scanBare(cursor, '')
  if (filterLike && after !== '' && !isSpace(after) && !atTypedEnd(cursor)) refuseMisspelled(name, raw)
  return textNode(cursor, raw)
}

const parsePrimary = (cursor: Cursor): Query | null => {
  const character = peek(cursor)
  if (isQuote(character)) return textNode(cursor, scanQuoted(cursor))
  if (character !== '(') return parseWord(cursor)
  const start = cursor.at
  if (cursor.depth === queryLimits.depth) {
    const message = `Parentheses go ${queryLimits.depth} deep at most.`
    throw new QueryFault(message, start, start + 1)
  }
  cursor.at++
  cursor.depth++
  const inner = parseSequence(cursor, start)
  cursor.depth--
  return inner.kind === 'and' && inner.items.length === 0 ? null : inner
}

const parseUnary = (cursor: Cursor): Query | null => {
  const start = cursor.at
  const next = cursor.text[start + 1] ?? ''
  // `--verbose` is an option that somebody looks for, not a double negation.
  const negated = peek(cursor) === '-' && next !== '' && next !== '-' && !isSpace(next)
  if (!negated) return parsePrimary(cursor)
  cursor.at++
  const item = parsePrimary(cursor)
  return item && { kind: 'not', item, ...spanFrom(cursor, start) }
}

const needSides = (start: number) =>
  new QueryFault('OR needs something to look for on both sides, such as jdbc OR odbc.', start, start + 2)

/** The keyword that stands here; not one that is the last thing being typed, which may become `ORA-00060`. */
const keywordAt = (cursor: Cursor): string => {
  const [word = ''] = keyword.exec(cursor.text.slice(cursor.at, cursor.at + 4)) ?? []
  return cursor.typing && cursor.at + word.length === cursor.text.length ? '' : word
}

/** Takes what separates items: white space, `AND`, stray closing parentheses. True at the end of the sequence. */
const skipToItem = (cursor: Cursor, groupStart: number | null): boolean => {
  for (;;) {
    skipSpace(cursor)
    if (cursor.at >= cursor.text.length) {
      if (groupStart === null || cursor.typing) return true
      throw new QueryFault('A parenthesis is open here and never closed.', groupStart, groupStart + 1)
    }
    if (peek(cursor) === ')') {
      cursor.at++
      if (groupStart !== null) return true
    } else if (keywordAt(cursor) === 'AND') {
      cursor.at += 3
    } else {
      return false
    }
  }
}

/** Items side by side must all hold; `OR` binds tighter, so that `is:mine a OR b` means what it looks like. */
const parseSequence = (cursor: Cursor, groupStart: number | null): Query => {
  const start = groupStart ?? cursor.at
  const items: Query[] = []
  let or: number | null = null
  while (!skipToItem(cursor, groupStart)) {
    if (keywordAt(cursor) === 'OR') {
      if (or !== null || items.length === 0) throw needSides(cursor.at)
      or = cursor.at
      cursor.at += 2
      continue
    }
    const item = parseUnary(cursor)
    if (!item) {
      if (or !== null && !atTypedEnd(cursor)) throw needSides(or)
      continue
    }
    const before = or === null ? undefined : items.pop()
    items.push(before ? anyOf([before, item], { start: before.start, end: item.end }) : item)
    or = null
  }
  if (or !== null && !cursor.typing) throw needSides(or)
  return allOf(items, spanFrom(cursor, start))
}

/**
 * Reads a query. With `typing`, the text is being typed and the cursor stands at its end: the last word counts as a
 * prefix, and what is not finished yet (a value, a quotation mark, a parenthesis) is no error.
 */
export const parseQuery = (text: string, { typing = false }: { typing?: boolean } = {}): Parsed => {
  if (text.length > queryLimits.length) {
    const message = `A query is at most ${queryLimits.length} characters long; this one has ${text.length}.`
    return { ok: false, error: { message, start: queryLimits.length, end: text.length } }
  }
  try {
    return { ok: true, query: parseSequence({ text, typing, at: 0, depth: 0, terms: 0 }, null) }
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error
    const { message, start, end } = error
    return { ok: false, error: { message, start, end } }
  }
}
