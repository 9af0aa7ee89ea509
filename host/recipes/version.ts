/** The numbers of a version, as far as they go: `10.1.28-jdk17` is 10, 1, 28, `8u392` is 8, 392. */
export const numbersOf = (version: string): number[] => {
  const dotted = /\d+(?:[._u+]\d+)*/.exec(version)?.[0] ?? ''
  return dotted === '' ? [] : dotted.split(/[._u+]/).map(Number)
}

/** Negative where the first is older; missing numbers count as 0. */
export const compareVersions = (first: readonly number[], second: readonly number[]): number => {
  for (let at = 0; at < Math.max(first.length, second.length); at++) {
    const difference = (first[at] ?? 0) - (second[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** Whether one version is a line that the other belongs to: 10.1 holds 10.1.28, and 10.1.0 holds 10.1. */
export const isWithinLine = (line: readonly number[], version: readonly number[]): boolean =>
  line.length > 0 && line.every((number, at) => number === (version[at] ?? 0))

/** Whether a version lies in an inclusive range of dotted numbers; an end holds its whole line, an empty end is open. */
export const isWithinRange = (version: readonly number[], range: { from: string; to: string }): boolean => {
  const from = numbersOf(range.from)
  const to = numbersOf(range.to)
  if (from.length > 0 && compareVersions(version, from) < 0 && !isWithinLine(version, from)) return false
  return to.length === 0 || compareVersions(version.slice(0, to.length), to) <= 0
}

/**
 * How far two versions are apart, to be compared number by number: a difference in an earlier number weighs more than any
 * in a later one. The newer of two equally far is the nearer.
 */
const distance = (wanted: readonly number[], known: readonly number[]): number[] => {
  const apart: number[] = []
  for (let at = 0; at < Math.max(wanted.length, known.length); at++) {
    const difference = (known[at] ?? 0) - (wanted[at] ?? 0)
    apart.push(Math.abs(difference))
    if (difference !== 0) return [...apart, difference > 0 ? 0 : 1]
  }
  return apart
}

/** The one of several that is nearest to the wanted version; undefined of none. */
export const nearestVersion = <T>(
  wanted: readonly number[],
  all: readonly T[],
  numbers: (one: T) => readonly number[],
): T | undefined => {
  let best: { one: T; apart: number[] } | undefined
  for (const one of all) {
    const apart = distance(wanted, numbers(one))
    if (best === undefined || compareVersions(apart, best.apart) < 0) best = { one, apart }
  }
  return best?.one
}
