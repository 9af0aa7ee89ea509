import fc from 'fast-check'
import { expect, it } from 'vitest'
import { paint } from './paint.ts'

const inks = (text: string) =>
  paint(text)
    .strokes.filter(({ ink, wrong }) => ink !== 'plain' || wrong)
    .map(({ start, end, ink, wrong }) => `${text.slice(start, end)} ${ink}${wrong ? '!' : ''}`)

it.each([
  ['pool status:open', ['status:open filter']],
  ['"read timed out" -tag:x', ['"read timed out" phrase', '- refusal', 'tag:x refusal']],
  ['jdbc OR (odbc tag:a)', ['OR operator', 'tag:a filter']],
  ['tag:a statsu:open pool', ['tag:a filter', 'statsu: plain!']],
  ['status:opne pool', ['opne plain!']],
  ['status:op', []],
])('%s is painted', (text, expected) => {
  expect(inks(text)).toEqual(expected)
})

it('covers every character once, whatever is typed', () => {
  const part = fc.constantFrom('a', ' ', '"', '(', ')', '-', 'OR ', 'status:', 'open', ',', 'tag:x ', '*')
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join('')
      const { strokes } = paint(text)
      expect(strokes.map(({ start, end }) => text.slice(start, end)).join('')).toBe(text)
      expect(strokes.every(({ start, end }) => end > start)).toBe(true)
    }),
  )
})
