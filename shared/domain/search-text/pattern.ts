import { foldText, markFiller, wordAfter, wordBefore, wordEnd, wordUnitsAt } from './unicode61.ts'

/** Something to find in a text as it was typed: words in their order with what stands between them. */
export interface Pattern {
  /** Matches candidates in folded text; groups hold what must not contain a word. */
  plain: RegExp
  /** The same for text in which dropped marks stand between letters. */
  marked: RegExp
  prefix: boolean
}

/** A place in a text, in UTF-16 units. */
export interface Range {
  start: number
  end: number
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')

/** White space of a phrase stands for whatever separates words, up to this many units. */
const anyGap = '([^a-z0-9]{1,20})'
const joinerGap = '[.\\-_:\\/$#@\\\\]{0,3}'

const gapSource = (gap: string): string => {
  if (gap.trim() === '') return anyGap
  return gap.split(/\s+/u).map(escaped).join('\\s*')
}

/** `ora00060` also stands for `ORA-00060`: the one joint that people leave out. */
export const lettersThenDigits = /^([^\d]+)(\d+)$/u

const wordSource = (word: string, between: string): string => [...word].map(escaped).join(between)

/** The words of a text and what stands between them; gaps[i] lies between words[i] and words[i + 1]. */
const split = (folded: string): { words: string[]; gaps: string[] } => {
  const words: string[] = []
  const gaps: string[] = []
  let lastEnd = 0
  let at = 0
  while (at < folded.length) {
    if (wordUnitsAt(folded, at) === 0) {
      at++
      continue
    }
    if (words.length > 0) gaps.push(folded.slice(lastEnd, at))
    lastEnd = wordEnd(folded, at)
    words.push(folded.slice(at, lastEnd).replaceAll(markFiller, ''))
    at = lastEnd
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
  }
}

const noWordIn = (gap: string | undefined): boolean => {
  for (let at = 0; gap !== undefined && at < gap.length; at++) if (wordUnitsAt(gap, at) > 0) return false
  return true
}

/** The places where a pattern stands in folded text, in order and apart; at most `limit`. */
export const findPattern = ({ plain, marked, prefix }: Pattern, folded: string, limit: number): Range[] => {
  const regex = new RegExp(folded.includes(markFiller) ? marked : plain)
  const found: Range[] = []
  while (found.length < limit) {
    const match = regex.exec(folded)
    if (!match) break
    const start = match.index
    const end = start + match[0].length
    const fits =
      !wordBefore(folded, start) && (prefix || !wordAfter(folded, end)) && match.slice(1).every(noWordIn)
    // A whole word takes the marks that follow its last letter with it.
    if (fits) found.push({ start, end: prefix ? end : wordEnd(folded, end) })
    else regex.lastIndex = start + 1
  }
  return found
}
