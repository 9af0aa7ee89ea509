export interface Ranked<T> {
  item: T
  score: number
  /** Where the letters of the query are in the text. */
  hits: readonly number[]
}

const wordStart = /[\s\-/.:(]/

/**
 * How well a text answers a query, or null when it does not: the query's letters in their order, best where words
 * begin and where letters stand together.
 */
export const score = (query: string, text: string): { score: number; hits: number[] } | null => {
  const wanted = query.toLowerCase().replace(/\s+/g, '')
  const given = text.toLowerCase()
  const hits: number[] = []
  let total = 0
  let from = 0
  for (const letter of wanted) {
    const at = place(given, letter, from, hits)
    if (at < 0) return null
    total += worth(given, at, hits.at(-1))
    hits.push(at)
    from = at + 1
  }
  // Of two that answer alike, the shorter one says less besides.
  return { score: total - given.length / 200, hits }
}

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
  const least = 1.5 * query.replace(/\s+/g, '').length
  return found.filter((one) => one.score >= least).sort((a, b) => b.score - a.score)
}
