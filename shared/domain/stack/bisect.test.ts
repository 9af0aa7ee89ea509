import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bisectVersions, type Search, type VersionRange } from './bisect-versions.ts'
import { standingAfter } from './drive.ts'
import { minimalSet } from './minimal-set.ts'
import type { Verdict } from './verdict.ts'

/** Drives a search to its end; answers its result and everything that it asked. */
const drive = <Ask, Result>(search: Search<Ask, Result>, answer: (ask: Ask) => Verdict) => {
  const asked: Ask[] = []
  for (let next = search.next(); ; ) {
    if (next.done) return { result: next.value, asked }
    asked.push(next.value)
    if (asked.length > 10_000) throw new Error('It never ends')
    next = search.next(answer(next.value))
  }
}

const firstBad = (first: number) => (place: number) =>
  place >= first ? ('reproduced' as const) : ('not-reproduced' as const)

const range = (count: number, verifyEnds = false): VersionRange => ({
  count,
  oldVerdict: 'not-reproduced',
  verifyEnds,
})

const worst = (counts: number[]) => Math.max(...counts)

describe('versions', () => {
  it('takes at most 5 checks for 16 versions, and 6 with both ends verified', () => {
    const places = Array.from({ length: 15 }, (_, at) => at + 1)
    const checks = (verifyEnds: boolean) =>
      places.map((first) => {
        const { result, asked } = drive(bisectVersions(range(16, verifyEnds)), firstBad(first))
        expect(result).toEqual({ found: true, old: first - 1, new: first, candidates: [first] })
        return asked.length
      })
    expect(worst(checks(false))).toBeLessThanOrEqual(5)
    expect(worst(checks(true))).toBeLessThanOrEqual(6)
  })

  it('finds the first bad one, and has checked both versions of its answer', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.boolean(), (count, seed, verify) => {
        const first = 1 + (seed % (count - 1))
        const { result, asked } = drive(bisectVersions(range(count, verify)), firstBad(first))
        expect(result).toEqual({ found: true, old: first - 1, new: first, candidates: [first] })
        expect(asked).toContain(first)
        expect(asked).toContain(first - 1)
        expect(new Set(asked).size).toBe(asked.length)
        expect(asked.length).toBeLessThanOrEqual(Math.ceil(Math.log2(count - 1)) + 2)
      }),
    )
  })

  it('finds the first fixed one where the old end is bad', () => {
    const { result } = drive(
      bisectVersions({ count: 9, oldVerdict: 'reproduced', verifyEnds: true }),
      (place) => (place < 6 ? 'reproduced' : 'not-reproduced'),
    )
    expect(result).toEqual({ found: true, old: 5, new: 6, candidates: [6] })
  })

  it('passes over what cannot be told, and answers exactly the versions that may be the first', () => {
    const skips = fc.array(fc.boolean(), { minLength: 2, maxLength: 60 })
    fc.assert(
      fc.property(skips, fc.nat(), (skipped, seed) => {
        const count = skipped.length
        const first = 1 + (seed % (count - 1))
        const inside = (place: number) => place > 0 && place < count - 1
        const answer = (place: number): Verdict =>
          skipped[place] && inside(place) ? 'inconclusive' : firstBad(first)(place)
        const { result, asked } = drive(bisectVersions(range(count)), answer)
        if (!result.found) throw new Error('The ends are as they were given')
        expect(answer(result.old)).toBe('not-reproduced')
        expect(answer(result.new)).toBe('reproduced')
        expect(result.candidates).toContain(first)
        expect(result.candidates.at(-1)).toBe(result.new)
        for (const place of result.candidates.slice(0, -1)) expect(answer(place)).toBe('inconclusive')
        expect(new Set(asked).size).toBe(asked.length)
      }),
    )
  })

  it('leaves a cluster of broken versions quickly', () => {
    const answer = (place: number): Verdict =>
      place >= 40 && place < 60 ? 'inconclusive' : firstBad(75)(place)
    expect(drive(bisectVersions(range(100)), answer).asked.length).toBeLessThanOrEqual(9)
  })

  it('finds out that an end was given wrongly', () => {
    expect(drive(bisectVersions(range(16)), () => 'reproduced').result).toEqual({
      ...{ found: false, end: 'old', verdict: 'reproduced' },
    })
    expect(drive(bisectVersions(range(16)), () => 'not-reproduced').result).toEqual({
      ...{ found: false, end: 'new', verdict: 'not-reproduced' },
    })
    expect(drive(bisectVersions(range(16, true)), () => 'inconclusive')).toEqual({
      result: { found: false, end: 'old', verdict: 'inconclusive' },
      asked: [0],
    })
  })
})

const failsWith = (causes: readonly number[]) => (places: readonly number[]) =>
  causes.every((cause) => places.includes(cause)) ? ('reproduced' as const) : ('not-reproduced' as const)

describe('settings', () => {
  it('finds each single cause of 64 in at most 8 checks', () => {
    const counts = Array.from({ length: 64 }, (_, cause) => {
      const { result, asked } = drive(minimalSet(64), failsWith([cause]))
      expect(result).toEqual({ found: true, places: [cause], certain: true })
      return asked.length
    })
    expect(worst(counts)).toBeLessThanOrEqual(8)
  })

  it('finds each two interacting causes of 64 in at most 40 checks', () => {
    const counts: number[] = []
    for (let one = 0; one < 64; one += 1)
      for (let other = one + 1; other < 64; other += 1) {
        const { result, asked } = drive(minimalSet(64), failsWith([one, other]))
        expect(result).toEqual({ found: true, places: [one, other], certain: true })
        counts.push(asked.length)
      }
    expect(worst(counts)).toBeLessThanOrEqual(17)
  })

  it('finds exactly the causes of any number of differences, and never asks twice', () => {
    const sizes = fc.integer({ min: 1, max: 120 })
    fc.assert(
      fc.property(sizes, fc.array(fc.nat(), { minLength: 1, maxLength: 6 }), (count, seeds) => {
        const causes = [...new Set(seeds.map((seed) => seed % count))].toSorted((a, b) => a - b)
        const { result, asked } = drive(minimalSet(count), failsWith(causes))
        expect(result).toEqual({ found: true, places: causes, certain: true })
        expect(new Set(asked.map(String)).size).toBe(asked.length)
        expect(asked.length).toBeLessThanOrEqual(causes.length * (Math.ceil(Math.log2(count)) + 2) + 2)
      }),
    )
  })

  it('is 1-minimal and reproduces whatever the checks say', () => {
    const verdict = fc.constantFrom<Verdict>('reproduced', 'not-reproduced', 'inconclusive')
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.func(verdict), (count, tell) => {
        const answer = (places: number[]): Verdict => {
          if (places.length === 0) return 'not-reproduced'
          return places.length === count ? 'reproduced' : tell(places)
        }
        const { result } = drive(minimalSet(count), answer)
        if (!result.found) throw new Error('There is a set')
        expect(answer(result.places)).toBe('reproduced')
        for (const place of result.places)
          expect(answer(result.places.filter((one) => one !== place))).not.toBe('reproduced')
      }),
    )
  })

  it('finds out that there is nothing to find', () => {
    expect(drive(minimalSet(64), () => 'reproduced').result).toMatchObject({ found: false, end: 'works' })
    expect(drive(minimalSet(64), () => 'not-reproduced').result).toMatchObject({ found: false, end: 'fails' })
    expect(drive(minimalSet(0), () => 'not-reproduced').result).toMatchObject({ found: false, end: 'fails' })
  })
})

it('a search that hears again what it had heard stands where it stood', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 64 }), fc.nat(), fc.nat(), (count, seed, cut) => {
      const whole = drive(minimalSet(count), failsWith([seed % count]))
      const heard = whole.asked.map(failsWith([seed % count]))
      const first = cut % (heard.length + 1)
      const standing = standingAfter(minimalSet(count), heard.slice(0, first))
      if (first < heard.length)
        expect(standing).toEqual({ done: false, ask: whole.asked[first], asked: first })
      else expect(standing).toEqual({ done: true, result: whole.result, asked: first })
    }),
  )
})
