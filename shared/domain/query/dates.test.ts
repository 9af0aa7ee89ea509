import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Clock, instantsOf, parseRange } from './dates.ts'

const hour = 3_600_000
const day = 24 * hour

/** A clock so many hours east of Greenwich. */
const clockAt = (now: number, hours: number): Clock => ({
  now,
  startOfDay: (year, month, day) => Date.UTC(year, month - 1, day) - hours * hour,
})

const now = Date.UTC(2026, 1, 28, 23, 30)

test('ages count back, and ahead for what is due', () => {
  const clock = clockAt(now, 0)
  expect(instantsOf('updated', parseRange('<7d'), clock)).toEqual({ min: now - 7 * day, max: null })
  expect(instantsOf('created', parseRange('>2w'), clock)).toEqual({ min: null, max: now - 14 * day - 1 })
  expect(instantsOf('updated', parseRange('<1m'), clock).min).toBe(now - 30 * day)
  expect(instantsOf('updated', parseRange('<1y'), clock).min).toBe(now - 365 * day)
  expect(instantsOf('due', parseRange('<36h'), clock)).toEqual({ min: null, max: now + 36 * hour })
  expect(instantsOf('due', parseRange('>1d'), clock)).toEqual({ min: now + day + 1, max: null })
})

test('calendar ranges hold their last day, month and year', () => {
  const instants = (text: string) => instantsOf('created', parseRange(text), clockAt(now, 2))
  const start = (...parts: [number, number, number]) => Date.UTC(...parts) - 2 * hour
  expect(instants('2026-02-28')).toEqual({ min: start(2026, 1, 28), max: start(2026, 2, 1) - 1 })
  expect(instants('2024-02..2025')).toEqual({ min: start(2024, 1, 1), max: start(2026, 0, 1) - 1 })
  expect(instants('..2026-12-31')).toEqual({ min: null, max: start(2027, 0, 1) - 1 })
  expect(instants('>2026-12')).toEqual({ min: start(2027, 0, 1), max: null })
  expect(instants('<2026-03-01')).toEqual({ min: null, max: start(2026, 2, 1) - 1 })
})

test('today is the day of the reader, wherever', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: -12, max: 14 }), (at, hours) => {
      const clock = clockAt(at, hours)
      const span = (text: string) => instantsOf('updated', parseRange(text), clock)
      const { min, max } = span('today')
      expect(Number(max) - Number(min)).toBe(day - 1)
      expect(min).toBeLessThanOrEqual(at)
      expect(max).toBeGreaterThanOrEqual(at)
      expect(span('yesterday').max).toBe(Number(min) - 1)
      expect(span('tomorrow').min).toBe(Number(max) + 1)
    }),
  )
})
