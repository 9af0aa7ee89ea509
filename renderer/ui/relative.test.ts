import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextChange, relative } from './relative.ts'

const now = Date.UTC(2026, 10, 20, 12)
const minute = 60_000
const hour = 60 * minute

describe('relative', () => {
  it.each([
    [now - 20_000, 'now', 'now'],
    [now - 4 * minute, '4m', '4 minutes ago'],
    [now - 90 * minute, '1h', '1 hour ago'],
    [now - 30 * hour, '1d', 'yesterday'],
    [now + 2 * hour, 'in 2h', 'in 2 hours'],
    [now - 9 * 24 * hour, '11 Nov', '11 Nov'],
    [Date.UTC(2024, 2, 3, 12), '3 Mar 2024', '3 Mar 2024'],
  ])('says %d as %s', (at, short, long) => {
    expect(relative(at, now, 'short')).toBe(short)
    expect(relative(at, now, 'long')).toBe(long)
  })

  it('reads the same until the next change', () => {
    const week = 7 * 24 * hour
    fc.assert(
      fc.property(fc.integer({ min: 1 - week, max: week - 1 }), (distance) => {
        const at = now - distance
        const wait = nextChange(at, now)
        expect(wait).toBeGreaterThan(0)
        expect(relative(at, now + wait - 1, 'short')).toBe(relative(at, now, 'short'))
      }),
    )
  })
})
