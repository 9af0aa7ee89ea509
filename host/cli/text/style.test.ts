import { expect, test } from 'vitest'
import { mayColour, paint } from './style.ts'

test('colours are for terminals where nobody asked for none', () => {
  expect(mayColour(true, {})).toBe(true)
  expect(mayColour(false, {})).toBe(false)
  expect(mayColour(true, { NO_COLOR: '1' })).toBe(false)
  expect(mayColour(true, { NO_COLOR: '' })).toBe(true)
  expect(mayColour(true, { TERM: 'dumb' })).toBe(false)
})

test('without colours a text stays as it is', () => {
  expect(paint(false)('red', 'text')).toBe('text')
  expect(paint(true)('bold', 'text')).toBe('\x1b[1mtext\x1b[22m')
})
