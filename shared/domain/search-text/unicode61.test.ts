import { expect, test } from 'vitest'
import { openIndex } from '../../../test/support/search-index.ts'
import {
  foldWord,
  isIdeograph,
  kinds,
  unitKind,
  wordAfter,
  wordBefore,
  wordEnd,
  wordUnitsAt,
} from './unicode61.ts'

/** Planes 4 to 13 and the private ones hold nothing but what their first and last characters show. */
const telling = (point: number): boolean =>
  point < 0x34000 || (point >= 0xe0000 && point < 0xe1000) || point % 0x10000 < 16 || point % 0x10000 > 0xfff0

const everyCodePoint = (): string[] =>
  Array.from({ length: 0x110000 }, (_, point) => point)
    .filter((point) => point > 0 && (point < 0xd800 || point > 0xdfff) && telling(point))
    .map((point) => String.fromCodePoint(point))

/** Terms of `q?q` for each code point: `q?q` where it makes words, `qq` where it is dropped, else `q` twice. */
const judged = () => {
  using index = openIndex(
    everyCodePoint().map((character) => [character.codePointAt(0) ?? 0, `q${character}q`]),
  )
  const terms = new Map<number, string>()
  for (const { doc, term } of index.terms()) terms.set(doc, term)
  return terms
}

test('every code point is a word, a mark or a separator as in SQLite, and what is one there is one when folded', () => {
  const terms = judged()
  const apart: string[] = []
  const folded: string[] = []
  for (const character of everyCodePoint()) {
    const term = terms.get(character.codePointAt(0) ?? 0) ?? ''
    const mark = kinds[character.charCodeAt(0)] === unitKind.mark
    const kind =
      wordUnitsAt(character, 0) > 0 || isIdeograph(character, 0) ? 'word' : mark ? 'mark' : 'separator'
    const real = term === 'q' ? 'separator' : term === 'qq' ? 'mark' : 'word'
    if (kind !== real) apart.push(character)
    const indexed = term.slice(1, -1)
    if (real === 'word' && foldWord(indexed) !== foldWord(character)) folded.push(character)
  }
  expect(apart).toEqual([])
  expect(folded).toEqual([])
}, 60_000)

test('folds what people write', () => {
  expect(
    ['ÄÖÜ', 'Straße', 'İstanbul', 'ΣΊΣΥΦΟΣ', 'naïve', 'e\u0301t\u00e9', 'ŁÓDŹ', 'ПРИВЕТ', '연결', 'Ệ'].map(
      foldWord,
    ),
  ).toEqual(['aou', 'straße', 'istanbul', 'σίσυφοσ', 'naive', 'ete', 'łodz', 'привет', '연결', 'e'])
})

test('finds the edges of words', () => {
  const text = 'a\u0301b 𠮷é,x'
  expect(wordEnd(text, 0)).toBe(3)
  expect(wordEnd(text, 4)).toBe(7)
  expect([0, 1, 2, 3, 4, 6, 7, 8].map((at) => wordBefore(text, at))).toEqual([
    false,
    true,
    true,
    true,
    false,
    true,
    true,
    false,
  ])
  expect([0, 1, 3, 4, 7].map((at) => wordAfter(text, at))).toEqual([true, true, false, true, false])
})
