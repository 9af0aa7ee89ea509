import type { Verdict } from './verdict.ts'

/** What a search asks next, and how it ends; it is driven by `verdicts` that are fed to it one by one. */
export type Search<Ask, Result> = Generator<Ask, Result, Verdict>

export interface VersionRange {
  /** How many versions there are; they are named by their places, oldest first. */
  count: number
  /** The verdict of the old end and the other one of the new end. */
  oldVerdict: Exclude<Verdict, 'inconclusive'>
  /** Check both ends before anything else. */
  verifyEnds: boolean
}

export type VersionResult =
  /** `new` is the first with the new verdict, as far as can be told: `candidates` are all that may be, `new` the last. */
  | { found: true; old: number; new: number; candidates: number[] }
  /** An end does not have the verdict that it was given with, so that there is nothing to find. */
  | { found: false; end: 'old' | 'new'; verdict: Verdict }

/**
 * Finds where a verdict changes among ordered versions, of which the first has the old and the last the new one. Halving
 * takes ceil(log2(count - 1)) checks (Knuth, The Art of Computer Programming 3, 6.2.1). The two versions of the answer
 * are always both checked: where one is an end that nobody checked yet, that is one check more, so that ends that were
 * given wrongly are found out without checking both at the start. A version that cannot be told is passed over as `git
 * bisect skip` does (https://git-scm.com/docs/git-bisect-lk2009, "Skipping"): the next ones are taken far from it,
 * since neighbours are often broken alike, and where it may itself be the first the answer is a range.
 */
export function* bisectVersions(range: VersionRange): Search<number, VersionResult> {
  const { count, oldVerdict, verifyEnds } = range
  if (count < 2) throw new RangeError('There must be at least two versions')
  const known = new Map<number, Verdict>()
  const check = function* (place: number): Search<number, Verdict> {
    const before = known.get(place)
    if (before) return before
    const verdict = yield place
    known.set(place, verdict)
    return verdict
  }
  const isOld = (verdict: Verdict) => verdict === oldVerdict
  const isNew = (verdict: Verdict) => verdict !== oldVerdict && verdict !== 'inconclusive'
  let low = 0
  let high = count - 1
  const ends = function* (): Search<number, VersionResult | null> {
    const first = yield* check(0)
    if (!isOld(first)) return { found: false, end: 'old', verdict: first }
    const last = yield* check(count - 1)
    return isNew(last) ? null : { found: false, end: 'new', verdict: last }
  }
  if (verifyEnds) {
    const wrong = yield* ends()
    if (wrong) return wrong
  }
  for (;;) {
    const place = nextPlace(low, high, known)
    if (place === null) break
    const verdict = yield* check(place)
    if (isOld(verdict)) low = place
    else if (isNew(verdict)) high = place
  }
  if (low === 0) {
    const verdict = yield* check(0)
    if (!isOld(verdict)) return { found: false, end: 'old', verdict }
  }
  if (high === count - 1) {
    const verdict = yield* check(count - 1)
    if (!isNew(verdict)) return { found: false, end: 'new', verdict }
  }
  const candidates = Array.from({ length: high - low }, (_, at) => low + 1 + at)
  return { found: true, old: low, new: high, candidates }
}

/**
 * The place to check next between two that are known: the middle, or after places that could not be told the ones of the
 * van der Corput sequence (1/2, 1/4, 3/4, 1/8 …), each as near as an unchecked place is. Null where none is left.
 */
const nextPlace = (low: number, high: number, known: ReadonlyMap<number, Verdict>): number | null => {
  const open: number[] = []
  let skipped = 0
  for (let place = low + 1; place < high; place += 1)
    if (known.has(place)) skipped += 1
    else open.push(place)
  if (open.length === 0) return null
  const wanted = low + vanDerCorput(skipped + 1) * (high - low)
  return open.reduce((best, place) => (Math.abs(place - wanted) < Math.abs(best - wanted) ? place : best))
}

/** The bits of `index` mirrored at the binary point. */
const vanDerCorput = (index: number): number => {
  let value = 0
  let unit = 0.5
  for (let rest = index; rest > 0; rest >>= 1) {
    if (rest & 1) value += unit
    unit /= 2
  }
  return value
}
