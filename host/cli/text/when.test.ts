import { expect, test } from 'vitest'
import { iso, isoOrNull, relative } from './when.ts'

const now = Date.UTC(2026, 10, 30, 12)
const hour = 3_600_000

test.each([
  [now, 'now'],
  [now - 59_000, 'now'],
  [now - 61_000, '1 min ago'],
  [now - 3 * hour, '3 h ago'],
  [now - 50 * hour, '2 d ago'],
  [now - 40 * 24 * hour, '1 mo ago'],
  [now - 800 * 24 * hour, '2 y ago'],
  [now + 26 * hour, 'in 1 d'],
])('%i reads %j', (at, text) => {
  expect(relative(at, now)).toBe(text)
})

test('instants in JSON are ISO 8601 in UTC', () => {
  expect(iso(now)).toBe('2026-11-30T12:00:00.000Z')
  expect(isoOrNull(null)).toBeNull()
})
