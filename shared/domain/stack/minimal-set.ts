import type { Search } from './bisect-versions.ts'
import type { Verdict } from './verdict.ts'

export type MinimalResult =
  /** Taking only `places` over reproduces; `certain` unless leaving one of them out could not be told. */
  | { found: true; places: number[]; certain: boolean }
  /** `works`: the problem shows without any difference. `fails`: it does not show with all of them. */
  | { found: false; end: 'works' | 'fails'; verdict: Verdict }

/**
 * Finds a smallest set among `count` differences that makes the problem show: with all of them it does, with none it does
 * not. Asks for sets of places, in order.
 *
 * The shortest prefix that fails is found by halving; its last difference is in the set. With that one kept, the same is
 * done for what lies before it, until what is kept fails by itself: log2(n) + 1 checks for each difference of the set,
 * where ddmin (Zeller and Hildebrandt, Simplifying and Isolating Failure-Inducing Input, IEEE TSE 28(2), 2002) takes n^2 + 3n
 * at worst. It is the search by prefixes of interacting causes in QuickXplain and in group testing (Junker, AAAI 2004;
 * Du and Hwang, Combinatorial Group Testing, 2000, 2.2). At the end each difference is left out once, so that the set is
 * 1-minimal also where differences cancel each other; a check that cannot tell counts as one that does not fail, as in ddmin.
 */
export function* minimalSet(count: number): Search<number[], MinimalResult> {
  const known = new Map<string, Verdict>()
  const check = function* (places: Iterable<number>): Search<number[], Verdict> {
    const set = [...places].toSorted((one, other) => one - other)
    const key = set.join(',')
    const before = known.get(key)
    if (before) return before
    const verdict = yield set
    known.set(key, verdict)
    return verdict
  }
  const fails = function* (places: Iterable<number>): Search<number[], boolean> {
    return (yield* check(places)) === 'reproduced'
  }
  const kept = new Set<number>()
  let rest = count
  while (rest > 0) {
    // All of the rest fails together with what is kept: that is what was found, or what was said of the failing side.
    let low = 0
    let high = rest
    while (high - low > 1) {
      const middle = (low + high) >> 1
      if (yield* fails([...kept, ...upTo(middle)])) high = middle
      else low = middle
    }
    kept.add(high - 1)
    const whole = high === count
    rest = high - 1
    if (yield* fails(kept)) break
    // Nobody has seen yet that all of them fail.
    if (whole) {
      const verdict = yield* check(upTo(count))
      if (verdict !== 'reproduced') return { found: false, end: 'fails', verdict }
    }
  }
  const none = yield* check([])
  if (none !== 'not-reproduced') return { found: false, end: 'works', verdict: none }
  if (count === 0) return { found: false, end: 'fails', verdict: none }
  return yield* withoutAny(kept, check)
}

/** Leaves out what can be left out, one by one, until nothing can. */
function* withoutAny(
  kept: Set<number>,
  check: (places: Iterable<number>) => Search<number[], Verdict>,
): Search<number[], MinimalResult> {
  let certain = true
  const places = new Set(kept)
  for (let again = true; again; ) {
    again = false
    certain = true
    for (const place of [...places]) {
      if (places.size === 1) break
      const without = new Set(places)
      without.delete(place)
      const verdict = yield* check(without)
      if (verdict === 'inconclusive') certain = false
      if (verdict !== 'reproduced') continue
      places.delete(place)
      again = true
    }
  }
  return { found: true, places: [...places].toSorted((one, other) => one - other), certain }
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, place) => place)
