import { expect, it } from 'vitest'
import { compareVersions, isWithinLine, isWithinRange, nearestVersion, numbersOf } from './version.ts'

it.each([
  ['10.1.28', [10, 1, 28]],
  ['v2.4.57-alpine', [2, 4, 57]],
  ['8u392', [8, 392]],
  ['17.0.10+7', [17, 0, 10, 7]],
  ['19c', [19]],
  ['9.4.53.v20231009', [9, 4, 53]],
  ['latest', []],
])('reads the numbers of %s', (version, numbers) => {
  expect(numbersOf(version)).toEqual(numbers)
})

it('orders versions by number, not by letter', () => {
  const sorted = ['10.1.9', '9.0.110', '10.1.28', '10.1'].toSorted((a, b) =>
    compareVersions(numbersOf(a), numbersOf(b)),
  )
  expect(sorted).toEqual(['9.0.110', '10.1', '10.1.9', '10.1.28'])
})

it('knows what belongs to a line', () => {
  expect(isWithinLine([10, 1], [10, 1, 28])).toBe(true)
  expect(isWithinLine([14, 1, 1, 0], [14, 1, 1])).toBe(true)
  expect(isWithinLine([10, 1], [10, 10])).toBe(false)
  expect(isWithinLine([], [1])).toBe(false)
})

it.each([
  ['10.1.28', '10', '10.1', true],
  ['10.2', '10', '10.1', false],
  ['9.9', '10', '', false],
  ['18.4', '', '17', false],
  ['17.9', '', '17', true],
  // A line takes part in a range that begins inside of it.
  ['8', '8.5', '', true],
  ['7', '8.5', '', false],
])('%s in %s to %s: %s', (version, from, to, expected) => {
  expect(isWithinRange(numbersOf(version), { from, to })).toBe(expected)
})

it('names the nearest, the same line first', () => {
  const near = (wanted: string, all: string[]) => nearestVersion(numbersOf(wanted), all, numbersOf)
  expect(near('9.0.31', ['8.5.99', '9.0.33', '9.0.27', '10.0.0'])).toBe('9.0.33')
  expect(near('9.0.200', ['9.0.112', '9.1.0'])).toBe('9.0.112')
  expect(near('9.0.30', ['9.0.29', '9.0.31'])).toBe('9.0.31')
  expect(near('9', [])).toBeUndefined()
})
