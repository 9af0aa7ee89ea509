import fc from 'fast-check'
import { expect, test } from 'vitest'
import { neutral, safeJson } from './neutral.ts'

const ranges = [
  [0x00, 0x09],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0x2028, 0x2029],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
] as const

/** The characters of a text that a terminal would obey instead of showing. */
const obeyed = (text: string) =>
  [...text].filter((sign) => {
    const code = sign.codePointAt(0) ?? 0
    return ranges.some(([from, to]) => code >= from && code <= to)
  })

test('an escape sequence becomes a visible symbol', () => {
  expect(neutral('\x1b]0;owned\x07\x1b[2J')).toBe('␛]0;owned␇␛[2J')
})

test('control characters of the C1 range, which some terminals obey, are replaced', () => {
  expect(neutral('a\x9b31mb')).toBe('a\ufffd31mb')
})

test('a title stays on one line, a text keeps its lines', () => {
  expect(neutral('one\r\ntwo\tthree')).toBe('one two three')
  expect(neutral('one\r\ntwo\rthree', { lines: true })).toBe('one\ntwo\nthree')
})

test('an override that would turn the reading direction is dropped', () => {
  expect(neutral('log\u202egpj.exe')).toBe('loggpj.exe')
})

test('letters of every script stay as they are', () => {
  const text = 'Überlauf 接続プール עברית 👩‍🔧'
  expect(neutral(text)).toBe(text)
})

test('nothing that a terminal obeys gets through', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, lines) => {
      const shown = neutral(text, { lines })
      expect(obeyed(shown)).toEqual([])
      if (!lines) expect(shown).not.toContain('\n')
    }),
  )
})

test('safe JSON holds the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.string({ unit: 'binary' }), (value, text) => {
      const json = safeJson({ value, text })
      expect(obeyed(json)).toEqual([])
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ value, text })))
    }),
  )
})
