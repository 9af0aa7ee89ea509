import { expect, it } from 'vitest'
import { stepTo } from './use-choices.ts'

it.each([
  ['ArrowDown', 0, 3, 1],
  ['ArrowDown', 2, 3, 0],
  ['ArrowUp', 0, 3, 2],
  ['PageDown', 0, 3, 2],
  ['PageDown', 0, 30, 8],
  ['PageUp', 3, 30, 0],
  ['x', 0, 3, undefined],
  ['ArrowDown', 0, 0, undefined],
])('%s from %d of %d goes to %s', (key, at, count, to) => {
  expect(stepTo(key, at, count)).toBe(to)
})
