import { cutsNumber } from './identifiers.ts'
import {
  foldText,
  isIdeograph,
  markFiller,
  wordAfter,
  wordBefore,
  wordEnd,
  wordUnitsAt,
} from './unicode61.ts'

/** Something to find in a text as it was typed: words in their order with what stands between them. */
export interface Pattern {
  /** Matches candidates in folded text; groups hold what must not contain a word. */
  plain: RegExp
  /** The same for text in which dropped marks stand between letters. */
  marked: RegExp
  prefix: boolean
  /** It begins with an identifier of several words, which no number may run into. */
  identifier: boolean
}

/** A place in a text, in UTF-16 units. */
export interface Range {
  start: number
  end: number
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** White space of a phrase stands for whatever separates words, up to this many units. */
const anyGap = '([^a-z0-9]{1,20})'
const identifierGap = /^[.\-_:/$#@\\]{1,3}$/
const joinerGap = '[.\\-_:\\/$#@\\\\]{0,3}'

const gapSource = (gap: string): string => {
  if (gap === '') return ''
  if (gap.trim() === '') return anyGap
  return gap.split(/\s+/u).map(escaped).join('\\s+')
}

/** `ora00060` also stands for `ORA-00060`: the one joint that people leave out. */
export const lettersThenDigits = /^([^\d]+)(\d+)$/u

const wordSource = (word: string, between: string): string => [...word].map(escaped).join(between)

/** The end of the word or the run of ideographs at `at`; `at` itself where none is. */
const runEnd = (folded: string, at: number): number => {
  if (wordUnitsAt(folded, at) > 0) return wordEnd(folded, at)
  let end = at
  while (isIdeograph(folded, end)) end++
  return end
}

/** The words of a text and what stands between them; gaps[i] lies between words[i] and words[i + 1]. */
const split = (folded: string): { words: string[]; gaps: string[] } => {
  const words: string[] = []
  const gaps: string[] = []
  let lastEnd = 0
  let at = 0
  while (at < folded.length) {
    const end = runEnd(folded, at)
    if (end === at) {
      at++
      continue
    }
    if (words.length > 0) gaps.push(folded.slice(lastEnd, at))
    words.push(folded.slice(at, end).replaceAll(markFiller, ''))
    lastEnd = end
    at = end
  }
  return { words, gaps }
}

const source = (words: readonly string[], gaps: readonly string[], between: string): string => {
  const [only = ''] = words
  const joint = words.length === 1 ? lettersThenDigits.exec(only) : null
  if (joint) return `${wordSource(joint[1] ?? '', between)}${joinerGap}${wordSource(joint[2] ?? '', between)}`
  return words
    .map(
      (word, index) =>
        `${wordSource(word, between)}${index < gaps.length ? gapSource(gaps[index] ?? '') : ''}`,
    )
    .join('')
}

/** The pattern of what was typed, or null where it has no word. `prefix`: the last word may go on. */
export const patternOf = (text: string, prefix: boolean): Pattern | null => {
  const { words, gaps } = split(foldText(text))
  if (words.length === 0) return null
  return {
    plain: new RegExp(source(words, gaps, ''), 'g'),
    marked: new RegExp(source(words, gaps, `${markFiller}*`), 'g'),
    prefix,
    identifier: identifierGap.test(gaps[0] ?? ''),
  }
}

/** Whether a stretch only separates words: there is none in it, and it does not join the digits of a number. */
const separates = (gap = ''): boolean => {
  for (let at = 0; at < gap.length; at++) if (runEnd(gap, at) > at) return false
  return !/^[.\-_/$#@\\]$/.test(gap)
}

/** Whether a hit begins and ends where words do; an ideograph is a word of its own. */
const isWhole = ({ prefix, identifier }: Pattern, folded: string, { start, end }: Range): boolean => {
  if (!isIdeograph(folded, start) && wordBefore(folded, start)) return false
  if (identifier && cutsNumber(folded, start)) return false
  return prefix || isIdeograph(folded, end - 1) || !wordAfter(folded, end)
}

/** The places where a pattern stands in folded text, in order and apart; at most `limit`. */
export const findPattern = (pattern: Pattern, folded: string, limit: number): Range[] => {
  const regex = new RegExp(folded.includes(markFiller) ? pattern.marked : pattern.plain)
  const found: Range[] = []
  while (found.length < limit) {
    const match = regex.exec(folded)
    if (!match) break
    const place = { start: match.index, end: match.index + match[0].length }
    // The marks that follow its last letter belong to the hit.
    while (folded[place.end] === markFiller) place.end++
    if (isWhole(pattern, folded, place) && match.slice(1).every(separates)) found.push(place)
    else regex.lastIndex = match.index + 1
  }
  return found
}
