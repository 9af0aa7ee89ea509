import { wordChanges } from './unicode61-table.ts'

/** What one UTF-16 unit is to the index. */
export const unitKind = {
  separator: 0,
  letter: 1,
  mark: 2,
  digit: 3,
  joiner: 4,
  surrogate: 5,
  ideograph: 6,
} as const

/** Between two words without a space, these make one identifier of them: `ORA-00060`, `user@host`, `C:\temp`. */
const joiners = '.-_:/$#@\\'

/** The combining marks that `remove_diacritics 2` drops from inside a word; every other one separates words. */
const marks =
  '\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u0309\u030a\u030b\u030c\u030f\u0311\u031b' +
  '\u0323\u0324\u0325\u0326\u0327\u0328\u032d\u032e\u0330\u0331'

/** Han and kana, which write no spaces between words: from, to (not included). Plane 2 counts as letters. */
const ideographs = [
  [0x3005, 0x3008],
  [0x3041, 0x3100],
  [0x31f0, 0x3200],
  [0x3400, 0x4dc0],
  [0x4e00, 0xa000],
  [0xf900, 0xfb00],
  [0xff66, 0xff9e],
] as const

const decodeChanges = (): number[] => {
  let at = 0
  return wordChanges.split(' ').map((distance) => {
    at += Number.parseInt(distance, 36)
    return at
  })
}

const changes: readonly number[] = decodeChanges()

const buildKinds = (): Uint8Array => {
  const kinds = new Uint8Array(0x10000)
  for (let index = 0; index < changes.length; index += 2) {
    kinds.fill(unitKind.letter, changes[index], changes[index + 1])
  }
  for (const mark of marks) kinds[mark.charCodeAt(0)] = unitKind.mark
  for (const joiner of joiners) kinds[joiner.charCodeAt(0)] = unitKind.joiner
  kinds.fill(unitKind.digit, 0x30, 0x3a)
  for (const [from, to] of ideographs) {
    for (let unit = from; unit < to; unit++)
      if (kinds[unit] === unitKind.letter) kinds[unit] = unitKind.ideograph
  }
  return kinds.fill(unitKind.surrogate, 0xd800, 0xe000)
}

/** The kind of each UTF-16 unit; a table, since every imported text is read through it. */
export const kinds: Readonly<Uint8Array> = buildKinds()

/** Whether a code point makes words; for those above the kinds' table. */
const isWordPoint = (point: number): boolean => {
  let low = 0
  let high = changes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((changes[middle] ?? 0) <= point) low = middle + 1
    else high = middle
  }
  return low % 2 === 1
}

/** Whether an ideograph stands at `at`, which is found by itself inside a run of them. */
export const isIdeograph = (text: string, at: number): boolean =>
  kinds[text.charCodeAt(at)] === unitKind.ideograph

/**
 * How many units of a character that belongs to a word begin at `at`; 0 where none does. A mark alone does not, nor
 * does an ideograph: SQLite makes one word of a whole run and the letters around it, which nobody would look for.
 */
export const wordUnitsAt = (text: string, at: number): number => {
  const kind = kinds[text.charCodeAt(at)]
  if (kind === unitKind.letter || kind === unitKind.digit) return 1
  if (kind !== unitKind.surrogate) return 0
  const point = text.codePointAt(at) ?? 0
  return point > 0xffff && isWordPoint(point) ? 2 : 0
}

/** The end of the word that begins at `start`. */
export const wordEnd = (text: string, start: number): number => {
  let at = start
  for (;;) {
    const kind = kinds[text.charCodeAt(at)]
    if (kind === unitKind.letter || kind === unitKind.digit || kind === unitKind.mark) at++
    else if (kind === unitKind.surrogate && wordUnitsAt(text, at) === 2) at += 2
    else return at
  }
}

/** Whether the character that ends right before `at` belongs to a word. */
export const wordBefore = (text: string, at: number): boolean => {
  let before = at - 1
  while (before >= 0 && kinds[text.charCodeAt(before)] === unitKind.mark) before--
  if (before < 0) return false
  if (kinds[text.charCodeAt(before)] !== unitKind.surrogate) return wordUnitsAt(text, before) === 1
  return before > 0 && wordUnitsAt(text, before - 1) === 2
}

/** Whether a word goes on at `at`, past the marks that a word may carry. */
export const wordAfter = (text: string, at: number): boolean => {
  let after = at
  while (kinds[text.charCodeAt(after)] === unitKind.mark) after++
  return wordUnitsAt(text, after) > 0
}

/** Stands for any dropped mark in folded text. */
export const markFiller = '\u0300'

/** Case folding of SQLite that is not lower-casing. */
const foldExceptions: ReadonlyMap<string, string> = new Map([
  ['µ', 'μ'],
  ['ſ', 's'],
  ['ς', 'σ'],
  ['ϐ', 'β'],
  ['ϑ', 'θ'],
  ['ϕ', 'φ'],
  ['ϖ', 'π'],
  ['ϰ', 'κ'],
  ['ϱ', 'ρ'],
  ['ϵ', 'ε'],
  ['ẛ', 's'],
  ['\u1fbe', 'ι'],
])

const foldUnit = (unit: string): string => {
  if (marks.includes(unit)) return markFiller
  const exception = foldExceptions.get(unit)
  if (exception) return exception
  const [base = '', mark] = unit.normalize('NFD')
  return mark && base >= 'a' && base <= 'z' ? base : unit
}

const ascii = /^[\0-\x7f]*$/
const foldable = /[\u0300-\u0331\u00b5\u00e0-\u024f\u03c2\u03d0-\u03f5\u1e00-\u1eff\u1fbe]/g

/**
 * The text as the index compares it, unit for unit: lower case, without diacritics (of Latin letters, as
 * `remove_diacritics 2`), dropped marks as `markFiller`. Capitals of scripts newer than Unicode 6.1 fold too, which
 * SQLite does not do; so a check on folded text may accept a little more than the index, never less.
 */
export const foldText = (text: string): string =>
  ascii.test(text) ? text.toLowerCase() : text.replaceAll('İ', 'i').toLowerCase().replace(foldable, foldUnit)

/** A word as the index holds it: folded, without the dropped marks. */
export const foldWord = (word: string): string => foldText(word).replaceAll(markFiller, '')
