import { diffIndices } from 'node-diff3'

const context = 3
/** Pairs of equal lines that are compared; above it what differs is shown as one change. */
const pairsAtMost = 2_000_000

interface Change {
  /** Lines of the old text from here on, and how many, became those of the new one. */
  readonly old: readonly [from: number, count: number]
  readonly now: readonly [from: number, count: number]
}

const linesOf = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? []

/** The hunks of a unified diff of two texts, line by line, each line without its line feed. */
export const hunksOf = (before: string, after: string): string[] => {
  const [old, now] = [linesOf(before), linesOf(after)]
  const groups: Change[][] = []
  for (const change of changesOf(old, now)) {
    const last = groups.at(-1)?.at(-1)
    if (last && change.old[0] - (last.old[0] + last.old[1]) <= 2 * context) groups.at(-1)?.push(change)
    else groups.push([change])
  }
  return groups.flatMap((group) => hunkOf(old, now, group))
}

const hunkOf = (old: readonly string[], now: readonly string[], group: readonly Change[]): string[] => {
  const [first, last] = [group[0], group.at(-1)]
  if (!first || !last) return []
  const lead = Math.min(context, first.old[0])
  const tail = Math.min(context, old.length - (last.old[0] + last.old[1]))
  const from = first.old[0] - lead
  const body: string[] = []
  let at = from
  for (const change of group) {
    body.push(...old.slice(at, change.old[0]).map((line) => ` ${line}`))
    body.push(...old.slice(change.old[0], change.old[0] + change.old[1]).map((line) => `-${line}`))
    body.push(...now.slice(change.now[0], change.now[0] + change.now[1]).map((line) => `+${line}`))
    at = change.old[0] + change.old[1]
  }
  body.push(...old.slice(at, at + tail).map((line) => ` ${line}`))
  const oldCount = at + tail - from
  const nowFrom = first.now[0] - lead
  const nowCount = last.now[0] + last.now[1] + tail - nowFrom
  const place = (start: number, count: number) => `${count === 0 ? start : start + 1},${count}`
  return [`@@ -${place(from, oldCount)} +${place(nowFrom, nowCount)} @@`, ...body.flatMap(ended)]
}

/** A line as a diff has it; one without a line feed says so. */
const ended = (line: string): string[] =>
  line.endsWith('\n') ? [line.slice(0, -1)] : [line, '\\ No newline at end of file']

const changesOf = (old: readonly string[], now: readonly string[]): Change[] => {
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1
  let end = 0
  const shorter = Math.min(old.length, now.length) - start
  while (end < shorter && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1
  const [a, b] = [old.slice(start, old.length - end), now.slice(start, now.length - end)]
  if (a.length === 0 && b.length === 0) return []
  if (a.length === 0 || b.length === 0 || pairs(a, b) > pairsAtMost)
    return [{ old: [start, a.length], now: [start, b.length] }]
  return diffIndices(a, b).map(({ buffer1, buffer2 }) => ({
    old: [buffer1[0] + start, buffer1[1]],
    now: [buffer2[0] + start, buffer2[1]],
  }))
}

const pairs = (a: readonly string[], b: readonly string[]): number => {
  const counts = new Map<string, number>()
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1)
  return b.reduce((sum, line) => sum + (counts.get(line) ?? 0), 0)
}
