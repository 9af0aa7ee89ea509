import { findPattern, type Range } from './pattern.ts'
import type { Term } from './terms.ts'
import { foldText } from './unicode61.ts'

/** Hits of one term in one text; more say nothing new. */
const mostHits = 500

/** A hit of the `term`-th term. */
export interface Hit extends Range {
  term: number
}

/** Where the terms stand in a text, in order of their beginnings; at most 500 of each. */
export const hitsIn = (text: string, terms: readonly Term[]): Hit[] => {
  const folded = foldText(text)
  return terms
    .flatMap(({ pattern }, term) =>
      findPattern(pattern, folded, mostHits).map((range) => ({ ...range, term })),
    )
    .sort((a, b) => a.start - b.start || b.end - a.end)
}

/** Ranges in order that overlap or touch, made one. */
export const merged = (ranges: readonly Range[]): Range[] => {
  const found: Range[] = []
  for (const { start, end } of ranges) {
    const last = found.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else found.push({ start, end })
  }
  return found
}

/**
 * The parts of a text to show as found, in UTF-16 units, in order and apart. Case and diacritics do not count, words
 * are found whole (or by their beginning, for prefixes), as in the index. Linear in the text.
 */
export const highlight = (text: string, terms: readonly Term[]): Range[] => merged(hitsIn(text, terms))
