/**
 * How well what was typed fits a path. A match in the name counts more than one in its folders, a whole piece more than
 * the beginnings of words, those more than scattered letters.
 */

/** Paths as numbers, in one piece, so that a hundred thousand of them are gone through between two frames. */
export interface PathUnits {
  /** Lower-case UTF-16 units of all paths, one after another. */
  units: Uint16Array
  /** Whether a word begins at a unit: after a separator, at a hump, at the first digit. */
  words: Uint8Array
}

export interface Span {
  from: number
  /** Where the name begins, after the last slash. */
  name: number
  to: number
}

const slash = 47
const dot = 46

/** One unit in lower case; units whose lower case is longer stay as they are, so that places stay the same. */
export const lowerUnit = (unit: number): number => {
  if (unit < 128) return unit >= 65 && unit <= 90 ? unit + 32 : unit
  const lower = String.fromCharCode(unit).toLowerCase()
  return lower.length === 1 ? lower.charCodeAt(0) : unit
}

/** One bit for each letter, one for digits, one for all else: what a path lacks altogether it cannot fit. */
export const maskOf = (unit: number): number => {
  if (unit >= 97 && unit <= 122) return 1 << (unit - 97)
  if (unit >= 48 && unit <= 57) return 1 << 26
  return unit === slash ? 1 << 27 : 1 << 28
}

const isLower = (unit: number) => unit >= 97 && unit <= 122
const isUpper = (unit: number) => unit >= 65 && unit <= 90
const isDigit = (unit: number) => unit >= 48 && unit <= 57
const isOther = (unit: number) => unit < 128 && !isLower(unit) && !isUpper(unit) && !isDigit(unit)

/** Whether a word begins with `unit` after `before`, and before `after`. */
export const beginsWord = (before: number, unit: number, after: number): boolean => {
  if (isLower(unit)) return isOther(before)
  if (isOther(unit)) return unit === slash
  if (isOther(before)) return true
  if (isUpper(unit)) return !isUpper(before) || isLower(after)
  return isDigit(unit) && !isDigit(before)
}

/** Where a term stands as one piece, at the beginning of a word if it does so anywhere; -1 where it does not. */
const whole = ({ units, words }: PathUnits, term: Uint16Array, from: number, to: number): number => {
  const first = term[0] ?? 0
  let found = -1
  for (let at = from; at <= to - term.length; at += 1) {
    if (units[at] !== first) continue
    let length = 1
    while (length < term.length && units[at + length] === term[length]) length += 1
    if (length < term.length) continue
    if (words[at] === 1 || at === from) return at
    if (found === -1) found = at
  }
  return found
}

/** Fits a term to the beginnings of words, each of them going on as far as it does; into `places` where it fits. */
const humps = ({ units, words }: PathUnits, term: Uint16Array, span: Span, places: Int32Array): boolean => {
  let at = span.from
  let last = -2
  for (let i = 0; i < term.length; i += 1) {
    const unit = term[i]
    if (last >= 0 && last + 1 < span.to && units[last + 1] === unit) at = last + 1
    else while (at < span.to && !(units[at] === unit && (words[at] === 1 || at === span.from))) at += 1
    if (at >= span.to) return false
    places[i] = at
    last = at
    at += 1
  }
  return true
}

/** Fits a term letter by letter, from the end so that the name is preferred. */
const scattered = ({ units }: PathUnits, term: Uint16Array, span: Span, places: Int32Array): boolean => {
  let at = span.to - 1
  for (let i = term.length - 1; i >= 0; i -= 1) {
    while (at >= span.from && units[at] !== term[i]) at -= 1
    if (at < span.from) return false
    places[i] = at
    at -= 1
  }
  return true
}

const piece = (at: number, term: Uint16Array, places: Int32Array) => {
  for (let i = 0; i < term.length; i += 1) places[i] = at + i
}

/** What a piece of the name is worth: all of it up to its ending most, its beginning, the beginning of a word. */
const standing = (
  { units, words }: PathUnits,
  { at, after }: { at: number; after: number },
  span: Span,
): number => {
  if (at === span.name) return after === span.to || units[after] === dot ? 800 : 500
  return words[at] === 1 ? 250 : 0
}

/** The score of a term for a path, 0 where it does not fit; the units that it stands for go into `places`. */
export const matchTerm = (paths: PathUnits, term: Uint16Array, span: Span, places: Int32Array): number => {
  const inName = whole(paths, term, span.name, span.to)
  if (inName !== -1) {
    piece(inName, term, places)
    return 3000 + standing(paths, { at: inName, after: inName + term.length }, span)
  }
  if (!scattered(paths, term, span, places)) return 0
  const inScattered = (places[0] ?? 0) >= span.name
  const spread = (places[term.length - 1] ?? 0) - (places[0] ?? 0) - term.length
  if (inScattered && humps(paths, term, { ...span, from: span.name }, places)) return 2000
  const inPath = whole(paths, term, span.from, span.to)
  if (inPath !== -1) {
    piece(inPath, term, places)
    return 1500 + (paths.words[inPath] === 1 || inPath === span.from ? 200 : 0)
  }
  if (humps(paths, term, span, places)) return 1200
  scattered(paths, term, span, places)
  return Math.max(1, (inScattered ? 800 : 400) - spread * 4)
}
