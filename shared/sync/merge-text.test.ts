import { expect, test } from 'vitest'
import { mergeText } from './merge-text.ts'

const base = 'one two\nthree\nfour'

test.each([
  ['different lines', 'one two\nthree\nfour!', 'one 2\nthree\nfour', 'one 2\nthree\nfour!'],
  ['different words of a line', 'ONE two\nthree\nfour', 'one TWO\nthree\nfour', 'ONE TWO\nthree\nfour'],
  ['the same change twice', 'one two\n3\nfour', 'one two\n3\nfour', 'one two\n3\nfour'],
  [
    'a line that went and another that came',
    'one two\nfour',
    'one two\nthree\nfour\nfive',
    'one two\nfour\nfive',
  ],
  ['one word to two different ones', 'uno two\nthree\nfour', 'ein two\nthree\nfour', undefined],
])('%s', (_, theirs, mine, whole) => {
  expect(mergeText({ base, theirs, mine })).toBe(whole)
})

test('words of very long texts are not compared, lines are', () => {
  const long = 'word '.repeat(10_000)
  expect(mergeText({ base: long, theirs: `a ${long}`, mine: `${long}b` })).toBeUndefined()
  expect(mergeText({ base: `${long}\nx\ny`, theirs: `${long}\nx\nY`, mine: `${long}!\nx\ny` })).toBe(
    `${long}!\nx\nY`,
  )
})
