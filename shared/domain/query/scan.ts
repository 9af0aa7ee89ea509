import type { Span } from './ast.ts'
import { QueryFault } from './fault.ts'

/** Where the reading of a query stands. */
export interface Cursor {
  readonly text: string
  readonly typing: boolean
  at: number
  /** Open parentheses. */
  depth: number
  /** Words, phrases and filters read so far. */
  terms: number
}

/** A run as it stands in the text; `prefix` where a `*` ended it, or where it is still being typed. */
export interface RawValue extends Span {
  text: string
  quoted: boolean
  prefix: boolean
}

const openingQuotes = '"“”„'
const space = /\s/u
const wordCharacter = /[\p{L}\p{N}\p{Co}\p{Cn}]/u

export const isSpace = (character: string): boolean => space.test(character)
export const isQuote = (character: string): boolean => character !== '' && openingQuotes.includes(character)

/** Whether there is anything in `text` that an index can find. */
export const hasWord = (text: string): boolean => wordCharacter.test(text)

const endsInWord = (text: string): boolean => hasWord([...text.slice(-2)].at(-1) ?? '')

const plainText = (text: string): string => text.replace(/\s+/gu, ' ').trim()

const takeStar = (cursor: Cursor, text: string): boolean => {
  if (cursor.text[cursor.at] !== '*' || !endsInWord(text)) return false
  cursor.at++
  return true
}

/**
 * Reads a quoted run; a doubled quotation mark stands for one. Unclosed is a fault, except at the end of what is
 * being typed. Typographic quotes open too, since text pasted from documents has them.
 */
export const scanQuoted = (cursor: Cursor): RawValue => {
  const start = cursor.at
  const closers = cursor.text[start] === '"' ? '"' : '"“”'
  let text = ''
  for (cursor.at++; cursor.at < cursor.text.length; cursor.at++) {
    const character = cursor.text[cursor.at] ?? ''
    if (!closers.includes(character)) {
      text += character
    } else if (cursor.text[cursor.at + 1] === character) {
      text += character
      cursor.at++
    } else {
      cursor.at++
      const found = plainText(text)
      const prefix = takeStar(cursor, found)
      return { text: found, quoted: true, prefix, start, end: cursor.at }
    }
  }
  if (!cursor.typing) {
    throw new QueryFault('A quotation mark is open here and never closed.', start, cursor.at)
  }
  return { text: plainText(text), quoted: true, prefix: endsInWord(text), start, end: cursor.at }
}

/**
 * Reads a run up to white space, a quotation mark, one of `stops`, or a parenthesis that closes a group which was
 * open before: `f(x)` stays whole, even inside a group.
 */
export const scanBare = (cursor: Cursor, stops: string): RawValue => {
  const start = cursor.at
  let inner = 0
  while (cursor.at < cursor.text.length) {
    const character = cursor.text[cursor.at] ?? ''
    if (isSpace(character) || isQuote(character) || stops.includes(character)) break
    if (character === '(') inner++
    if (character === ')' && inner-- === 0 && cursor.depth > 0) break
    cursor.at++
  }
  const end = cursor.at
  const whole = cursor.text.slice(start, end)
  const starred = whole.endsWith('*') && endsInWord(whole.slice(0, -1))
  const text = starred ? whole.slice(0, -1) : whole
  const typed = cursor.typing && end === cursor.text.length && endsInWord(text)
  return { text, quoted: false, prefix: starred || typed, start, end }
}

/** Reads the values of a filter, separated by commas. */
export const scanValues = (cursor: Cursor): RawValue[] => {
  const values: RawValue[] = []
  for (;;) {
    values.push(isQuote(cursor.text[cursor.at] ?? '') ? scanQuoted(cursor) : scanBare(cursor, ','))
    if (cursor.text[cursor.at] !== ',') return values
    cursor.at++
    if (cursor.at < cursor.text.length && !isSpace(cursor.text[cursor.at] ?? '')) continue
    if (cursor.typing && cursor.at === cursor.text.length) return values
    const message = 'Write alternatives without a space after the comma, such as status:open,waiting.'
    throw new QueryFault(message, cursor.at - 1, cursor.at)
  }
}
