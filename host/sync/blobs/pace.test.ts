import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newBucket, take, throttle } from './pace.ts'
import { lanesFor } from './run.ts'

test('never more goes than the limit and a quarter second of it, whatever is asked for when', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 100_000_000 }),
      fc.array(fc.tuple(fc.integer({ min: 1, max: 1_000_000 }), fc.nat(2000)), {
        minLength: 1,
        maxLength: 60,
      }),
      (limit, asks) => {
        let bucket = newBucket(0)
        let now = 0
        let gone = 0
        for (const [bytes, pause] of asks) {
          now += pause
          const taken = take(bucket, { bytes, limit, now })
          bucket = taken.bucket
          now += taken.wait
          gone += bytes
          // A wait is rounded up to a whole millisecond.
          expect(gone).toBeLessThanOrEqual((limit * now) / 1000 + limit / 4 + 1)
        }
      },
    ),
  )
})

test('a line of pieces goes at the limit, not slower', () => {
  const limit = 1_000_000
  let bucket = newBucket(0)
  let now = 0
  for (let n = 0; n < 100; n += 1) {
    const taken = take(bucket, { bytes: 64_000, limit, now })
    bucket = taken.bucket
    now += taken.wait
  }
  expect(now).toBeLessThan(6_400 + 100)
})

test('a clock that goes back gives nothing away and takes nothing', () => {
  const { bucket } = take({ level: 0, at: 10_000 }, { bytes: 100, limit: 1000, now: 10_000 })
  expect(take(bucket, { bytes: 0, limit: 1000, now: 500 }).bucket.level).toBe(-100)
})

test('a limit that is taken away holds no more, and one that ends lets its waiters go', async () => {
  let limit: number | null = null
  const waits: number[] = []
  const { pass, limited } = throttle({
    limit: () => limit,
    now: () => 0,
    wait: async (milliseconds) => void waits.push(milliseconds),
  })
  const { signal } = new AbortController()
  await pass(1e9, signal)
  expect([limited(), waits]).toEqual([false, []])
  limit = 1000
  await pass(2000, signal)
  expect([limited(), waits]).toEqual([true, [2000]])
  await expect(pass(1, AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
})

test('on a slow or broken network one part goes at a time', () => {
  expect(lanesFor({ tries: 0, limit: null })).toBe(2)
  expect(lanesFor({ tries: 0, limit: 10_000_000 })).toBe(2)
  expect(lanesFor({ tries: 0, limit: 100_000 })).toBe(1)
  expect(lanesFor({ tries: 1, limit: null })).toBe(1)
})
