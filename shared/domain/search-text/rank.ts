import { findPattern, type Pattern, patternOf } from './pattern.ts'
import type { Term } from './terms.ts'
import { foldText } from './unicode61.ts'

/** What a rank looks at. */
export interface Ranked {
  ref: string
  title: string
  updatedAt: number
}

/** How well a case answers, from its texts alone up to being the one that was named. */
const tiers = { text: 0, someOfTitle: 1, allOfTitle: 2, phraseOfTitle: 3, reference: 4 } as const

/** More than any instant in milliseconds, so that a better tier always wins; five of them stay exact in a double. */
const tierStep = 2 ** 44

const sameReference = (a: string, b: string): boolean =>
  a.replace(/[^a-z0-9]/gi, '').toLowerCase() === b.replace(/[^a-z0-9]/gi, '').toLowerCase()

/** What was typed as one phrase. */
const wholePattern = (terms: readonly Term[]): Pattern | null =>
  patternOf(terms.map(({ text }) => text).join(' '), terms.at(-1)?.pattern.prefix ?? false)

/**
 * The rank of a case among those found by these terms, for the order `best`: the greater, the better. The exact
 * reference comes before a title with all the words as typed, a title with all of them, a title with some, and hits
 * in texts only; within each of these the latest change comes first.
 */
export const ranker = (terms: readonly Term[]): ((ranked: Ranked) => number) => {
  const whole = wholePattern(terms)
  const tierOf = ({ ref, title }: Ranked): number => {
    if (terms.some(({ text }) => sameReference(text, ref))) return tiers.reference
    const folded = foldText(title)
    const stands = (pattern: Pattern): boolean => findPattern(pattern, folded, 1).length > 0
    if (whole && stands(whole)) return tiers.phraseOfTitle
    const inTitle = terms.filter(({ pattern }) => stands(pattern)).length
    if (inTitle === 0) return tiers.text
    return inTitle === terms.length ? tiers.allOfTitle : tiers.someOfTitle
  }
  return (ranked) => tierOf(ranked) * tierStep + ranked.updatedAt
}
