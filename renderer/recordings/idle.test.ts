import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paceOf } from './idle.ts'

it('cuts long waits and leaves short ones', () => {
  const pace = paceOf([0, 500, 10_500, 11_000, 61_000], 1000)
  expect(pace.duration).toBe(3000)
  expect([0, 500, 10_500, 11_000, 61_000].map(pace.toPlayed)).toEqual([0, 500, 1500, 2000, 3000])
  expect([0, 500, 1500, 2000, 3000].map(pace.toRecorded)).toEqual([0, 500, 10_500, 11_000, 61_000])
})

it('leaves time as it was without a cut', () => {
  expect(paceOf([0, 90_000], null).toPlayed(45_000)).toBe(45_000)
})

it('never runs backwards, and leads every event back to itself', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(20_000), { maxLength: 40 }),
      fc.integer({ min: 1, max: 5000 }),
      (waits, most) => {
        let at = 0
        const times = waits.map((wait) => (at += wait))
        const pace = paceOf(times, most)
        const played = times.map(pace.toPlayed)
        expect(played).toEqual(played.toSorted((one, other) => one - other))
        for (const [index, time] of times.entries()) expect(pace.toRecorded(played[index] ?? 0)).toBe(time)
      },
    ),
  )
})
