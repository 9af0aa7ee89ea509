/** One way in which the second of two texts differs from the first. */
export interface Difference {
  /** Where it is in the file: a key, a path of elements, a line. */
  key: string
  /** Null where the first, or the second, has nothing of the kind. */
  from: string | null
  to: string | null
}

/** What two texts differ in, and the first text with any of it taken over. Of none it is the first text, byte for byte. */
export interface TextDifferences {
  readonly differences: readonly Difference[]
  compose(chosen: ReadonlySet<number>): string
}

/** A change of the first text: `start` to `end` give way to `text`. Units are UTF-16. */
export interface Edit {
  start: number
  end: number
  text: string
}

export type EditedDifference = Difference & { edits: readonly Edit[] }

/** Differences that are changes of places of the first text which do not overlap. */
export const byEdits = (text: string, all: readonly EditedDifference[]): TextDifferences => ({
  differences: all.map(({ key, from, to }) => ({ key, from, to })),
  compose(chosen) {
    const edits = all.flatMap(({ edits }, at) => (chosen.has(at) ? edits : []))
    const parts: string[] = []
    let done = 0
    for (const { start, end, text: put } of edits.toSorted(byPlace)) {
      const before = text.slice(done, Math.max(done, start))
      parts.push(before, put)
      done = Math.max(done, end)
    }
    return [...parts, text.slice(done)].join('')
  },
})

/** What is put in at one place stays in its order, and before what is replaced there. */
const byPlace = (one: Edit, other: Edit): number =>
  one.start - other.start || Number(one.end > one.start) - Number(other.end > other.start)

/** A piece of whole lines that is put in at a place, where the text before may lack its last line break. */
export const asLines = (text: string, at: number, lines: string): string => {
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const before = at > 0 && text[at - 1] !== '\n' ? eol : ''
  return `${before}${lines.replace(/\r?\n$/, '')}${before && at === text.length ? '' : eol}`
}

/** The place behind the line break of the line that holds `at`. */
export const endOfLine = (text: string, at: number): number => {
  const found = text.indexOf('\n', at)
  return found < 0 ? text.length : found + 1
}
