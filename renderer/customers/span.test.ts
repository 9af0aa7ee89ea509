import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatSpan, parseSpan } from './span.ts'

test('reads times as people write them', () => {
  expect(parseSpan('4h')).toBe(240)
  expect(parseSpan('2d')).toBe(2880)
  expect(parseSpan('1w')).toBe(10_080)
  expect(parseSpan(' 1h 30m ')).toBe(90)
  expect(parseSpan('1d4h')).toBe(1680)
  expect(parseSpan('1.5h')).toBe(90)
  expect(parseSpan('30 min')).toBe(30)
  expect(parseSpan('')).toBeNull()
})

test('takes nothing that it does not understand whole', () => {
  for (const text of ['4', 'soon', '4h or so', '4 hours', '-2h', 'h', '0.01h', '2h;']) {
    expect(parseSpan(text), text).toBeUndefined()
  }
})

test('what it writes it reads', () => {
  fc.assert(fc.property(fc.nat(5_000_000), (minutes) => parseSpan(formatSpan(minutes)) === minutes))
})
