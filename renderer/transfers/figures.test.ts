import { expect, test } from 'vitest'
import { figureText, readFigure } from './figures.ts'

const pace = { unit: 1000, least: 64, most: 1_000_000, mayBeEmpty: true }

test('reads what is typed in its unit, and says what it takes', () => {
  expect(readFigure('', pace)).toEqual({ ok: true, value: null })
  expect(readFigure(' 1,500 ', pace)).toEqual({ ok: true, value: 1_500_000 })
  for (const wrong of ['63', '-64', '1e3', 'fast', '64.5', '1000001'])
    expect(readFigure(wrong, pace)).toEqual({
      ok: false,
      reason: 'Give a whole number from 64 to 1,000,000, or leave it empty.',
    })
  expect(readFigure('', { ...pace, mayBeEmpty: false })).toMatchObject({ ok: false })
})

test('writes what it reads', () => {
  expect(figureText(null, 1000)).toBe('')
  expect(figureText(1_500_000, 1000)).toBe('1500')
})
