import { byte, isBlank } from '../text/bytes.ts'

interface Haystack {
  bytes: Buffer
  end: number
  /** No more bytes will come. */
  final: boolean
  /** Where records stand on their lines, if they do. */
  column: number
  /** The name that the records of this list start with, as far as known. */
  firstKey: string | undefined
  /** At the top level every new line is a new chance, whatever it starts with. */
  lines: boolean
}

interface Position {
  pos: number
  line: number
  lineStart: number
  /** Only blanks stand before `pos` on its line. */
  fresh: boolean
  /** The last byte before `pos` that is not blank. */
  previous: number
}

/**
 * After damage, moves `at` to the next place that looks like the start of a record: an object that stands on
 * its line where the damaged one stood, or one that follows another and starts with the same name.
 * Answers false when it needs more bytes; `at` is then where to go on.
 */
export const seekRecord = (hay: Haystack, at: Position): boolean => {
  for (; at.pos < hay.end; at.pos++) {
    const here = hay.bytes[at.pos] as number
    if (here === byte.newline) {
      at.line++
      at.lineStart = at.pos + 1
      at.fresh = true
    } else if (!isBlank(here)) {
      const starts = startsRecord(hay, at, here)
      if (starts !== 'no') return starts === 'yes'
      at.fresh = false
      at.previous = here
    }
  }
  return false
}

const startsRecord = (hay: Haystack, at: Position, here: number): 'yes' | 'no' | 'more' => {
  if (at.fresh && startsLine(hay, at, here)) return 'yes'
  if (here !== byte.openObject || !followsAnother(at.previous)) return 'no'
  return looksLikeRecord(hay, at.pos)
}

const startsLine = (hay: Haystack, at: Position, here: number): boolean => {
  if (hay.lines && at.lineStart === at.pos) return true
  return here === byte.openObject && at.pos - at.lineStart === hay.column
}

const followsAnother = (previous: number): boolean =>
  previous === byte.comma || previous === byte.openList || previous === byte.closeObject

/** Whether the object at `pos` starts with the name that records start with. */
const looksLikeRecord = (hay: Haystack, pos: number): 'yes' | 'no' | 'more' => {
  let i = pos + 1
  while (i < hay.end && isBlank(hay.bytes[i])) i++
  const name = hay.firstKey === undefined ? '"' : JSON.stringify(hay.firstKey)
  const wanted = Buffer.from(name)
  const stop = Math.min(hay.end, i + wanted.length)
  if (hay.bytes.compare(wanted, 0, stop - i, i, stop) !== 0) return 'no'
  if (stop - i === wanted.length) return 'yes'
  return hay.final ? 'no' : 'more'
}
