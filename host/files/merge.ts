import { diff3Merge } from 'node-diff3'

/** Lines with their endings, so that nothing of a text is lost. */
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** Puts a part that ends without a newline on lines of its own before a marker. */
const whole = (part: readonly string[]): string => {
  const text = part.join('')
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** What the two sides are called between the markers. */
interface SideNames {
  mine: string
  theirs: string
}

const ofFile: SideNames = { mine: 'yours', theirs: 'on disk' }

const marked = (names: SideNames) => (mine: string, theirs: string) =>
  `<<<<<<< ${names.mine}\n${mine}=======\n${theirs}>>>>>>> ${names.theirs}\n`

/** Pairs of equal lines that are compared; millions of empty lines would keep the host busy for minutes. */
const pairsAtMost = 20_000_000

const pairs = (a: readonly string[], b: readonly string[]): number => {
  const counts = new Map<string, number>()
  for (const line of b) counts.set(line, (counts.get(line) ?? 0) + 1)
  let sum = 0
  for (const line of a) sum += counts.get(line) ?? 0
  return sum
}

const wholeConflict = (mine: string, theirs: string, names: SideNames) =>
  mine === theirs
    ? { text: mine, conflicts: 0 }
    : { text: marked(names)(whole([mine]), whole([theirs])), conflicts: 1 }

/** Three texts made one (diff3); what both sides changed differently stands between conflict markers. */
export const mergeTexts = ({
  base,
  mine,
  theirs,
  names = ofFile,
}: {
  base: string
  mine: string
  theirs: string
  names?: SideNames | undefined
}): { text: string; conflicts: number } => {
  const [ours, first, others] = [lines(mine), lines(base), lines(theirs)]
  if (pairs(ours, first) + pairs(others, first) > pairsAtMost) return wholeConflict(mine, theirs, names)
  let conflicts = 0
  const parts = diff3Merge(ours, first, others, { excludeFalseConflicts: true }).map(({ ok, conflict }) => {
    if (ok) return ok.join('')
    if (!conflict) return ''
    conflicts += 1
    return marked(names)(whole(conflict.a), whole(conflict.b))
  })
  return { text: parts.join(''), conflicts }
}
