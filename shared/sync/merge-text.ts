import { diff3Merge } from 'node-diff3'

interface Sides {
  base: string
  theirs: string
  mine: string
}

const join = (parts: readonly string[], separator: string) => parts.join(separator)

/** One pass of diff3 over pieces; undefined where both changed the same pieces to different ones. */
const merged = ({ base, theirs, mine }: Sides, split: (text: string) => string[], glue: string) => {
  const regions = diff3Merge(split(mine), split(base), split(theirs), { excludeFalseConflicts: true })
  return regions.every(({ conflict }) => !conflict)
    ? join(
        regions.flatMap(({ ok }) => ok ?? []),
        glue,
      )
    : undefined
}

/** Words and what stands between them; longer texts are merged by lines only, since a diff of words costs their square. */
const wordsAtMost = 20_000

/**
 * What two changes of one text make together: by lines, and where lines overlap by words (diff3, Khanna, Kunal and
 * Pierce 2007, as node-diff3 does it). Undefined where both changed the same words to different ones.
 */
export const mergeText = (sides: Sides): string | undefined => {
  const byLines = merged(sides, (text) => text.split('\n'), '\n')
  if (byLines !== undefined) return byLines
  if (sides.base.length + sides.theirs.length + sides.mine.length > wordsAtMost) return undefined
  return merged(sides, (text) => text.split(/(\s+)/), '')
}
