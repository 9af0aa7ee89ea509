export interface Ranked<T> {
  item: T
  score: number
  /** Where the letters of the query are in the text. */
  hits: readonly number[]
}

const wordStart = /[\s\-/.:(]/

/**
 * How well a text answers a query, or null when it does not: each word of the query in any order, its letters in
 * theirs, best where words begin and where letters stand together.
 */
export const score = (query: string, text: string): { score: number; hits: number[] } | null => {
  const given = text.toLowerCase()
  const hits = new Set<number>()
  let total = 0
  for (const word of query.toLowerCase().split(/\s+/).filter(Boolean)) {
    const found = scoreWord(word, given)
    if (!found || found.score < 1.5 * word.length) return null
    total += found.score
    for (const hit of found.hits) hits.add(hit)
  }
  // Of two that answer alike, the shorter one says less besides.
  return { score: total - given.length / 200, hits: [...hits].sort((one, other) => one - other) }
}

const scoreWord = (word: string, given: string): { score: number; hits: number[] } | null => {
  const together = wordAt(given, word)
  if (together >= 0)
    return { score: 3 * word.length + (starts(given, together) ? 1 : 0), hits: run(together, word) }
  const hits: number[] = []
  let total = 0
  let from = 0
  for (const letter of word) {
    const at = place(given, letter, from, hits)
    if (at < 0) return null
    total += worth(given, at, hits.at(-1))
    hits.push(at)
    from = at + 1
  }
  return { score: total, hits }
}

/** Where the word stands whole: at a word's start if it can be. */
const wordAt = (text: string, word: string): number => {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) if (starts(text, at)) return at
  return text.indexOf(word)
}

const run = (from: number, word: string): number[] =>
  Array.from({ length: word.length }, (_, at) => from + at)

const starts = (text: string, at: number) => at === 0 || wordStart.test(text[at - 1] ?? '')

/** The letter right after the last hit, else at the next word's start, else anywhere. */
const place = (text: string, letter: string, from: number, hits: readonly number[]): number => {
  if (hits.length > 0 && text[from] === letter) return from
  for (let at = text.indexOf(letter, from); at >= 0; at = text.indexOf(letter, at + 1))
    if (starts(text, at)) return at
  return text.indexOf(letter, from)
}

const worth = (text: string, at: number, last: number | undefined): number => {
  if (last !== undefined && at === last + 1) return 3
  return starts(text, at) ? 2.5 : 0.5
}

/** The items that answer a query, best first; all of them, in their order, for an empty one. */
export const rank = <T>(query: string, items: readonly T[], textOf: (item: T) => string[]): Ranked<T>[] => {
  if (!query.trim()) return items.map((item) => ({ item, score: 0, hits: [] }))
  const found: Ranked<T>[] = []
  for (const item of items) {
    const [title = '', ...others] = textOf(item)
    const inTitle = score(query, title)
    const elsewhere = Math.max(
      ...others.map((other) => score(query, other)?.score ?? Number.NEGATIVE_INFINITY),
    )
    if (inTitle && inTitle.score >= elsewhere - 2) found.push({ item, ...inTitle })
    else if (elsewhere > Number.NEGATIVE_INFINITY) found.push({ item, score: elsewhere - 2, hits: [] })
  }
  return found.sort((a, b) => b.score - a.score)
}
