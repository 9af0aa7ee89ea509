import { diffIndices } from 'node-diff3'
import { BenchError } from '../../../shared/contract/error.ts'
import { asLines, byEdits, type EditedDifference, type TextDifferences } from './difference.ts'

interface Line {
  text: string
  /** From 1. */
  number: number
  start: number
  end: number
}

/** Lines of a file whose single differences are looked for. */
const linesAtMost = 100_000

const linesOf = (text: string): Line[] =>
  [...text.matchAll(/[^\n]*\n|[^\n]+$/g)].map(({ 0: whole, index }, at) => ({
    text: whole.replace(/\r?\n$/, ''),
    number: at + 1,
    start: index,
    end: index + whole.length,
  }))

const isNote = ({ text }: Line): boolean => /^\s*(?:#|$)/.test(text)

/** Lines that belong together: a block in braces or between tags is taken over as a whole. */
const chunks = (lines: readonly Line[]): Line[][] => {
  const all: Line[][] = []
  let depth = 0
  for (const line of lines) {
    if (depth > 0) all.at(-1)?.push(line)
    else all.push([line])
    const opened = line.text.match(/\{|<(?![/!?])[A-Za-z][^>]*(?<!\/)>/g)?.length ?? 0
    const closed = line.text.match(/\}|<\/[A-Za-z][^>]*>/g)?.length ?? 0
    depth = Math.max(0, depth + opened - closed)
  }
  return all.filter((chunk) => !chunk.every(isNote))
}

const textOf = (chunk: readonly Line[]): string => chunk.map(({ text }) => text).join('\n')

/** What a line or a block is about: its first word. */
const subjectOf = (chunk: readonly Line[]): string => /[^\s<>]+/.exec(chunk[0]?.text ?? '')?.[0] ?? ''

/** Where a line or a block is and what it is about; not its value, which may be a secret. */
const placeOf = (chunk: readonly Line[]): string => `line ${chunk[0]?.number ?? 1}: ${subjectOf(chunk)}`

/** What two texts of any kind differ in, line by line; blank lines and lines with `#` stay as the first has them. */
export const lineDifferences = (a: string, b: string): TextDifferences => {
  const ours = linesOf(a)
  const theirs = linesOf(b)
  if (Math.max(ours.length, theirs.length) > linesAtMost)
    throw new BenchError('too-large', `A file of more than ${linesAtMost} lines is no configuration.`)
  const compared = (lines: readonly Line[]) => lines.map(({ text }) => text.trimEnd())
  const hunks = diffIndices(compared(ours), compared(theirs))
  const all = hunks.flatMap(({ buffer1: [from, count], buffer2: [to, length] }) => {
    const place = ours[from]?.start ?? a.length
    return hunkDifferences(a, {
      place,
      ours: chunks(ours.slice(from, from + count)),
      theirs: chunks(theirs.slice(to, to + length)),
    })
  })
  return byEdits(a, all)
}

interface Hunk {
  place: number
  ours: Line[][]
  theirs: Line[][]
}

const hunkDifferences = (a: string, { place, ours, theirs }: Hunk): EditedDifference[] => {
  const partner = pairs(ours, theirs)
  const taken = new Set(partner.values())
  const range = (chunk: readonly Line[]) => ({ start: chunk[0]?.start ?? 0, end: chunk.at(-1)?.end ?? 0 })
  const own = ours.map((chunk): EditedDifference => {
    const other = partner.get(chunk)
    const from = textOf(chunk)
    const { start, end } = range(chunk)
    if (!other) return { key: placeOf(chunk), from, to: null, edits: [{ start, end, text: '' }] }
    const to = textOf(other)
    return { key: placeOf(chunk), from, to, edits: [{ start, end, text: asLines(a, start, to) }] }
  })
  let at = ours[0]?.[0]?.start ?? place
  const added = theirs.flatMap((chunk): EditedDifference[] => {
    if (taken.has(chunk)) {
      at = range(ours.find((one) => partner.get(one) === chunk) ?? []).end || at
      return []
    }
    const to = textOf(chunk)
    return [
      {
        key: `new ${placeOf(chunk)}`,
        from: null,
        to,
        edits: [{ start: at, end: at, text: asLines(a, at, to) }],
      },
    ]
  })
  return [...own, ...added]
}

/** Which line of theirs is which of ours, changed: one by one where there are as many, else by the first word. */
const pairs = (ours: Line[][], theirs: Line[][]): Map<Line[], Line[]> => {
  if (ours.length === theirs.length)
    return new Map(ours.flatMap((chunk, at) => (theirs[at] ? [[chunk, theirs[at]]] : [])))
  const once = (list: Line[][], subject: string) => list.filter((one) => subjectOf(one) === subject)
  const found = new Map<Line[], Line[]>()
  let last = -1
  for (const chunk of ours) {
    const subject = subjectOf(chunk)
    const [other, ...more] = once(theirs, subject)
    if (!other || more.length > 0 || once(ours, subject).length > 1) continue
    // Pairs never cross, so that the order of the other side comes out.
    if (theirs.indexOf(other) < last) continue
    last = theirs.indexOf(other)
    found.set(chunk, other)
  }
  return found
}
