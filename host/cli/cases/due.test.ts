import { expect, test } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { parseDue } from './due.ts'

test('a day alone means until its end, where the person is', () => {
  expect(parseDue('2026-11-30')).toBe(new Date(2026, 10, 30, 23, 59).getTime())
})

test('an instant is taken as it is', () => {
  expect(parseDue('2026-11-30T17:00:00+02:00')).toBe(Date.UTC(2026, 10, 30, 15))
  expect(parseDue('2026-11-30 17:00Z')).toBe(Date.UTC(2026, 10, 30, 17))
})

test.each(['2026-02-30', '30.11.2026', 'soon', '1e9', '2026-13-01T00:00Z'])('%s is no date', (given) => {
  expect(() => parseDue(given)).toThrow(UsageError)
})
