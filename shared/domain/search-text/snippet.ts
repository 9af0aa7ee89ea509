import { type Hit, hitsIn, merged } from './highlight.ts'
import type { Range } from './pattern.ts'
import type { Term } from './terms.ts'

/** A text to search for a passage, and what it is: `title`, `note`, the name of an attachment. */
export interface Passage {
  where: string
  text: string
}

/** The passage to show, on one line, and what in it was found. */
export interface Snippet extends Passage {
  highlights: Range[]
}

/** Length of a passage before white space is collapsed, in UTF-16 units. */
const usualLength = 160
/** How much text is looked at for one snippet; what comes after is not worth the wait. */
const mostText = 2_000_000
/** How far an edge moves to stand between words. */
const edgeSlack = 24

interface Window extends Range {
  terms: number
  hits: number
}

const better = (a: Window, b: Window | null): boolean =>
  b === null || a.terms > b.terms || (a.terms === b.terms && a.hits > b.hits)

/** The stretch of at most `length` with hits of the most terms, then the most hits, then the earliest. */
const densest = (hits: readonly Hit[], length: number): Window | null => {
  const counts = new Map<number, number>()
  let best: Window | null = null
  let first = 0
  for (const [last, hit] of hits.entries()) {
    counts.set(hit.term, (counts.get(hit.term) ?? 0) + 1)
    for (
      let oldest = hits[first];
      oldest && first < last && hit.end - oldest.start > length;
      oldest = hits[first]
    ) {
      const left = (counts.get(oldest.term) ?? 0) - 1
      if (left > 0) counts.set(oldest.term, left)
      else counts.delete(oldest.term)
      first++
    }
    const start = hits[first]?.start ?? hit.start
    const window = { start, end: hit.end, terms: counts.size, hits: last - first + 1 }
    if (better(window, best)) best = window
  }
  return best
}

const blank = /[\s\p{Cc}]/u

/** Moves a start forward, or an end back, to white space nearby, but not into the hits. */
const edge = (text: string, from: number, step: 1 | -1, limit: number): number => {
  for (let moved = 0; moved <= edgeSlack; moved++) {
    const at = from + moved * step
    if (step === 1 ? at >= limit : at <= limit) break
    if (blank.test(text[step === 1 ? at - 1 : at] ?? ' ')) return at
  }
  const inside = /[\udc00-\udfff]/.test(text[from] ?? '') && /[\ud800-\udbff]/.test(text[from - 1] ?? '')
  return inside ? from + step : from
}

/** The stretch to show around a window: a third of the room before it, the rest behind. */
const around = (text: string, window: Window, length: number): Range => {
  const room = Math.max(0, length - (window.end - window.start))
  const wanted = Math.max(0, window.start - Math.floor(room / 3))
  const end = Math.min(text.length, wanted + Math.max(length, window.end - window.start))
  const start = Math.max(0, Math.min(wanted, end - length))
  return {
    start: start === 0 ? 0 : edge(text, start, 1, window.start),
    end: end === text.length ? end : edge(text, end, -1, window.end),
  }
}

/** A stretch of text on one line: white space collapsed, an ellipsis where it was cut, ranges moved along. */
const onOneLine = (text: string, { start, end }: Range, ranges: readonly Range[]) => {
  let line = start > 0 ? '…' : ''
  const places: number[] = []
  let spaced = true
  for (let at = start; at < end; at++) {
    const character = text[at] ?? ''
    const space = blank.test(character)
    places.push(line.length)
    if (!space) line += character
    else if (!spaced) line += ' '
    spaced = space
  }
  const last = line.trimEnd().length
  const highlights = ranges
    .filter((range) => range.end > start && range.start < end)
    .map((range) => ({
      start: places[Math.max(range.start, start) - start] ?? 0,
      end: Math.min(last, (places[Math.min(range.end, end) - start - 1] ?? 0) + 1),
    }))
  return { text: `${line.slice(0, last)}${end < text.length ? '…' : ''}`, highlights }
}

/**
 * The best passage of about `length` units among the texts: most of the terms, then most hits, then the earliest;
 * null where none of them stands in any. Looks at two million units at most.
 */
export const snippetOf = (
  texts: Iterable<Passage>,
  terms: readonly Term[],
  length: number = usualLength,
): Snippet | null => {
  let best: { passage: Passage; window: Window; hits: Hit[] } | null = null
  let left = mostText
  for (const passage of texts) {
    const text = passage.text.slice(0, left)
    left -= text.length
    const hits = hitsIn(text, terms)
    const window = densest(hits, length)
    if (window && better(window, best?.window ?? null)) best = { passage, window, hits }
    if (best?.window.terms === terms.length || left <= 0) break
  }
  if (!best) return null
  const { passage, window, hits } = best
  return {
    where: passage.where,
    ...onOneLine(passage.text, around(passage.text, window, length), merged(hits)),
  }
}
