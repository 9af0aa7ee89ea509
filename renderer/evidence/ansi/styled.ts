/** What a program may say of how its text looks; nothing else of what it sends has any effect. */
export interface Look {
  /** One of the sixteen colours, 0 to 15; null for the text's own. */
  colour: number | null
  bold: boolean
  dim: boolean
  underline: boolean
}

export interface Span extends Look {
  text: string
}

const plain: Look = { colour: null, bold: false, dim: false, underline: false }

/** Cells of one line, and lines, that are drawn: far above what a person reads in a timeline. */
const cellsAtMost = 2000
const linesAtMost = 20_000

interface Cell {
  char: string
  look: Look
}

/** A control sequence, a control string up to its end, any other escape, or one control character (ECMA-48, 5.4–5.6). */
const esc = '\x1b'
const bel = '\x07'
const control = new RegExp(
  [
    `${esc}\\[([0-?]*)[ -/]*([@-~])`,
    `${esc}[PX^_\\]][^${bel}${esc}]*(?:${bel}|${esc}\\\\)?`,
    `${esc}[ -/]*[0-~]?`,
    String.raw`\p{Cc}`,
  ].join('|'),
  'gu',
)

/**
 * Output of a program as lines of styled text. Carriage returns, backspaces and the erasing of a line's rest work, as
 * progress bars need; whatever else moves on a screen is dropped. Bytes that are no text become U+FFFD.
 */
export const styledLines = (output: string): Span[][] => {
  const paper = new Paper()
  let at = 0
  for (const found of output.matchAll(control)) {
    paper.write(output.slice(at, found.index))
    at = found.index + found[0].length
    if (found[2] !== undefined) paper.sequence(found[2], found[1] ?? '')
    else if (found[0].length === 1) paper.control(found[0])
    if (paper.full) return paper.lines()
  }
  paper.write(output.slice(at))
  return paper.lines()
}

class Paper {
  readonly #done: Span[][] = []
  #line: Cell[] = []
  #column = 0
  #look: Look = plain

  get full(): boolean {
    return this.#done.length >= linesAtMost
  }

  write(text: string): void {
    for (const char of text.replace(/[\ud800-\udfff]/gu, '\ufffd')) {
      if (this.#column < cellsAtMost) {
        while (this.#line.length < this.#column) this.#line.push({ char: ' ', look: plain })
        this.#line[this.#column] = { char, look: this.#look }
      }
      this.#column += 1
    }
  }

  control(char: string): void {
    if (char === '\n') {
      this.#done.push(spansOf(this.#line))
      this.#line = []
      this.#column = 0
    } else if (char === '\r') this.#column = 0
    else if (char === '\b') this.#column = Math.max(0, this.#column - 1)
    else if (char === '\t') this.#column = Math.min(cellsAtMost, (Math.floor(this.#column / 8) + 1) * 8)
  }

  sequence(final: string, parameters: string): void {
    if (final === 'm') this.#look = lookAfter(this.#look, parameters)
    else if (final === 'K') {
      if (parameters === '2') this.#line = []
      else if (parameters === '' || parameters === '0')
        this.#line.length = Math.min(this.#line.length, this.#column)
    } else if (final === 'C') this.#column = Math.min(cellsAtMost, this.#column + (Number(parameters) || 1))
    else if (final === 'G') this.#column = Math.min(cellsAtMost, Math.max(0, (Number(parameters) || 1) - 1))
  }

  lines(): Span[][] {
    return this.#line.length > 0 ? [...this.#done, spansOf(this.#line)] : this.#done
  }
}

const isSame = (one: Look, other: Look) =>
  one.colour === other.colour &&
  one.bold === other.bold &&
  one.dim === other.dim &&
  one.underline === other.underline

const spansOf = (cells: readonly Cell[]): Span[] => {
  const spans: Span[] = []
  for (const { char, look } of cells) {
    const last = spans.at(-1)
    if (last && isSame(last, look)) last.text += char
    else spans.push({ ...look, text: char })
  }
  return spans
}

/** Select Graphic Rendition (ECMA-48, 8.3.117); of 256 colours the first sixteen, other colours are the text's own. */
const lookAfter = (look: Look, parameters: string): Look => {
  const codes = parameters.split(/[;:]/).map((code) => Number(code) || 0)
  const next = { ...look }
  for (let at = 0; at < codes.length; at += 1) {
    const code = codes[at] ?? 0
    if (code === 38 || code === 48) {
      const indexed = codes[at + 1] === 5
      const colour = codes[at + 2] ?? 99
      if (code === 38) next.colour = indexed && colour < 16 ? colour : null
      at += indexed ? 2 : 4
    } else Object.assign(next, changeOf(code))
  }
  return next
}

const changeOf = (code: number): Partial<Look> => {
  if (code === 0) return plain
  if (code === 1) return { bold: true }
  if (code === 2) return { dim: true }
  if (code === 4) return { underline: true }
  if (code === 22) return { bold: false, dim: false }
  if (code === 24) return { underline: false }
  if (code === 39) return { colour: null }
  if (code >= 30 && code <= 37) return { colour: code - 30 }
  if (code >= 90 && code <= 97) return { colour: code - 82 }
  return {}
}
