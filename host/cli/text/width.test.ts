import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fit, width } from './width.ts'

test.each([
  ['plain', 5],
  ['Überlauf', 8],
  ['接続', 4],
  ['e\u0301', 1],
  ['👩‍🔧', 2],
  ['', 0],
])('%j takes %i cells', (text, cells) => {
  expect(width(text)).toBe(cells)
})

test('a text that fits is not touched', () => {
  expect(fit('connection pool', 15)).toBe('connection pool')
})

test('a cut text ends in an ellipsis and never splits a letter', () => {
  expect(fit('connection pool', 11)).toBe('connection…')
  expect(fit('接続プール', 6)).toBe('接続…')
})

test('a cut text never takes more cells than it may', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 40 }), (text, cells) => {
      expect(width(fit(text, cells))).toBeLessThanOrEqual(cells)
    }),
  )
})
