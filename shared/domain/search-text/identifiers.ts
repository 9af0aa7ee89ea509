import { factMarker } from './markers.ts'
import { isIdeograph, kinds, unitKind, wordEnd, wordUnitsAt } from './unicode61.ts'

/** Longer joined tokens are not indexed; their parts still are. */
export const longestToken = 80
const longestGap = 3

const colon = ':'.charCodeAt(0)

/** The length of the joiners at `at` that tie the word before to one behind; 0 where nothing is tied. */
const gapAt = (text: string, at: number): number => {
  let length = 0
  while (length < longestGap && kinds[text.charCodeAt(at + length)] === unitKind.joiner) length++
  return length > 0 && wordUnitsAt(text, at + length) > 0 ? length : 0
}

type Tie = 'apart' | 'number' | 'parts'

/**
 * How two words around a gap belong together. Digits around one joiner are one number, so that `10.1` and `1.28` in
 * one text do not make a `10.1.28`. Digits around a colon are a time of day, or a port: every line of a log
 * would fill the index with its own.
 */
const tieAt = (text: string, at: number, gap: number): Tie => {
  if (gap === 0) return 'apart'
  const digits =
    kinds[text.charCodeAt(at - 1)] === unitKind.digit && kinds[text.charCodeAt(at + gap)] === unitKind.digit
  if (!digits) return 'parts'
  return gap === 1 && text.charCodeAt(at) !== colon ? 'number' : 'apart'
}

/** Whether `at` lies inside of a number, as the `1` of `28.1`: who looks for `1.x` does not mean it. */
export const cutsNumber = (text: string, at: number): boolean =>
  kinds[text.charCodeAt(at - 1)] === unitKind.joiner && tieAt(text, at - 1, 1) === 'number'

/** Joiners and ideographs: without one of them near, a word is nothing but a word. */
const telltale = /[-._:/$#@\\\u3005-\u9fff\uf900-\ufaff\uff66-\uff9d]/g

/** Where the word of the next telltale begins, at `at` or behind; hopping from one to the next is what makes it fast. */
const nextTelltale = (text: string, at: number, telltales: RegExp): number => {
  telltales.lastIndex = at
  if (!telltales.test(text)) return text.length
  let start = telltales.lastIndex - 1
  for (; start > at; start--) {
    const kind = kinds[text.charCodeAt(start - 1)]
    if (kind === unitKind.separator || kind === unitKind.joiner || kind === unitKind.ideograph) break
  }
  return start
}

/**
 * Calls `visit` with the parts of each identifier of several words: `tomcat-10.1.28` has the parts `tomcat` and
 * `10ζ1ζ28`. The array is reused. With `alone`, words that stand alone are visited too. `glued` tells that ideographs
 * touch it, so that SQLite does not see where it begins and ends; such words are always visited.
 */
export const eachIdentifier = (
  text: string,
  visit: (parts: string[], glued: boolean) => void,
  alone = false,
): void => {
  const parts: string[] = []
  const telltales = new RegExp(telltale)
  let at = 0
  while (at < text.length) {
    const behindIdeograph = at > 0 && isIdeograph(text, at - 1)
    if (!alone && !behindIdeograph) at = nextTelltale(text, at, telltales)
    if (wordUnitsAt(text, at) === 0) {
      at++
      continue
    }
    const start = at
    at = wordEnd(text, start)
    let gap = gapAt(text, at)
    let tie = tieAt(text, at, gap)
    let part = tie === 'apart' ? '' : text.slice(start, at)
    parts.length = 0
    while (tie !== 'apart') {
      const next = wordEnd(text, at + gap)
      const word = text.slice(at + gap, next)
      if (tie === 'number') {
        part = `${part}${factMarker}${word}`
      } else {
        parts.push(part)
        part = word
      }
      at = next
      gap = gapAt(text, at)
      tie = tieAt(text, at, gap)
    }
    const glued = isIdeograph(text, at) || (start > 0 && isIdeograph(text, start - 1))
    if (part === '' && !alone && !glued) continue
    parts.push(part || text.slice(start, at))
    visit(parts, glued)
  }
}

const insideNumber = new RegExp(`(?<=[0-9])${factMarker}(?=[0-9])`)

/** Whether a part is a number of several words, such as `10.1.28`. */
export const isNumber = (part: string): boolean => part.includes(factMarker) && insideNumber.test(part)

/** The words of a part: several where it is such a number. */
export const wordsOf = (part: string): string[] => (isNumber(part) ? part.split(insideNumber) : [part])

/** A number and what it begins with, as long as it can be indexed: `10`, `10ζ1` and `10ζ1ζ28`. */
export const numberStretches = (part: string): string[] => {
  const stretches: string[] = []
  let stretch = ''
  for (const word of wordsOf(part)) {
    stretch = stretch === '' ? word : `${stretch}${factMarker}${word}`
    if (stretch.length > longestToken) break
    stretches.push(stretch)
  }
  return stretches
}

/** A token to look up in the index; `prefix` where it may go on. */
export interface IndexToken {
  token: string
  prefix: boolean
}

/**
 * The tokens under which the index knows an identifier: each pair of neighbouring parts (so that any stretch of a
 * dotted name is found, not only the whole), or a single part.
 */
export const tokensOfParts = (parts: readonly string[], prefix: boolean): IndexToken[] => {
  const last = parts.length - 1
  const found = new Map<string, boolean>()
  let covered = -1
  for (const [index, part] of parts.entries()) {
    const next = parts[index + 1]
    const pair = next === undefined ? '' : `${part}${factMarker}${next}`
    if (pair && pair.length <= longestToken) {
      found.set(pair, prefix && index + 1 === last)
      covered = index + 1
    } else if (covered < index) {
      const single = part.length <= longestToken ? [part] : wordsOf(part)
      for (const [place, word] of single.entries()) {
        found.set(word, prefix && index === last && place === single.length - 1)
      }
    }
  }
  return [...found].map(([token, tokenPrefix]) => ({ token, prefix: tokenPrefix }))
}
