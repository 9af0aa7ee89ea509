import type { Mark, Meaning } from './mark.ts'
import { meaningOf } from './osc.ts'

/** What one chunk held. `output` is the chunk itself unless part of an endless escape sequence was left out. */
export interface Taken {
  output: Uint8Array
  marks: Mark[]
}

export interface MarksOptions {
  /** What only the shells of this terminal know; not empty. */
  nonce: string
  /** The longest escape sequence that passes, in bytes. */
  most?: number
}

const MOST_BYTES = 1_000_000

const BEL = 0x07
const CAN = 0x18
const SUB = 0x1a
const ESC = 0x1b
const BACKSLASH = 0x5c
/** The two bytes of U+009C, the one-character string terminator, in UTF-8. */
const C2 = 0xc2
const ST = 0x9c

/** The longest list of modes that is read, and the longest buffer that is kept for the next sequence. */
const MOST_MODES = 100
const MOST_KEPT = 65_536

/** How far a run without ESC is looked at by hand, before the native search, whose call costs more than that. */
const BY_HAND = 24

type State = 'ground' | 'escape' | 'intermediate' | 'control' | 'string' | 'string-escape' | 'cut'

/** What a sequence with a body is: `ESC [`, `ESC ]`, and the strings that nobody reads here (DCS, SOS, PM, APC). */
type Kind = 'control' | 'command' | 'other'

/**
 * Reads a terminal's raw output as it comes, in chunks of any length, and says what it marks. It follows the states of
 * xterm.js, so that both see the same sequences. Places count the bytes of `output`. It holds at most one sequence;
 * of a longer one the rest is left out and CAN put in its place, on which every terminal forgets what it had of it.
 */
export const createMarks = ({ nonce, most = MOST_BYTES }: MarksOptions): Pick<Marks, 'take'> =>
  new Marks(nonce, most)

class Marks {
  readonly #nonce: string
  readonly #most: number
  #state: State = 'ground'
  #kind: Kind = 'other'
  /** The place of this chunk's first byte in the output, and how many of its bytes were left out so far. */
  #base = 0
  #left = 0
  /** How long the open sequence was before this chunk; where it and the unread part of its body begin in this chunk. */
  #before = 0
  #began = 0
  #bodyFrom = 0
  /** Whether the last byte of the string before this chunk was C2. */
  #half = false
  #held = new Uint8Array(256)
  #heldLength = 0
  #marks: Mark[] = []
  #pieces: Uint8Array[] | null = null
  #keptFrom = 0
  #cutFrom = 0

  constructor(nonce: string, most: number) {
    this.#nonce = nonce
    this.#most = most
  }

  take(chunk: Uint8Array): Taken {
    this.#marks = []
    this.#pieces = this.#state === 'cut' ? [] : null
    this.#began = this.#bodyFrom = this.#keptFrom = this.#cutFrom = this.#left = 0
    let i = 0
    while (i < chunk.length) i = this.#step(chunk, i)
    if (this.#state === 'cut') this.#left += chunk.length - this.#cutFrom
    else {
      this.#before += chunk.length - this.#began
      this.#pieces?.push(chunk.subarray(this.#keptFrom))
    }
    this.#base += chunk.length - this.#left
    return { output: this.#pieces ? Buffer.concat(this.#pieces) : chunk, marks: this.#marks }
  }

  #step(chunk: Uint8Array, i: number): number {
    switch (this.#state) {
      case 'ground':
        return this.#ground(chunk, i)
      case 'escape':
        return this.#escape(chunk, i)
      case 'intermediate':
        return this.#intermediate(chunk, i)
      case 'control':
        return this.#control(chunk, i)
      case 'string':
        return this.#string(chunk, i)
      case 'string-escape':
        return this.#stringEscape(chunk, i)
      case 'cut':
        return this.#skip(chunk, i)
    }
  }

  #ground(chunk: Uint8Array, from: number): number {
    let i = from
    for (;;) {
      const near = Math.min(chunk.length, i + BY_HAND)
      while (i < near && chunk[i] !== ESC) i += 1
      if (i === near) i = chunk.indexOf(ESC, near)
      if (i < 0) return chunk.length
      const end = colourEnd(chunk, i)
      if (end === 0) return this.#begin(i)
      i = end
    }
  }

  #begin(at: number): number {
    this.#state = 'escape'
    this.#began = at
    this.#before = 0
    this.#heldLength = 0
    this.#half = false
    return at + 1
  }

  #escape(chunk: Uint8Array, i: number): number {
    const byte = chunk[i] ?? 0
    if (byte === ESC) return this.#begin(i)
    if (byte === 0x5b) return this.#open('control', 'control', i + 1)
    if (byte === 0x5d) return this.#open('string', 'command', i + 1)
    if (byte === 0x50 || byte === 0x58 || byte === 0x5e || byte === 0x5f)
      return this.#open('string', 'other', i + 1)
    if (byte === CAN || byte === SUB) this.#state = 'ground'
    else if (byte >= 0x20 && byte < 0x30) this.#state = 'intermediate'
    else if (byte >= 0x30 && byte !== 0x7f) {
      this.#state = 'ground'
      if (byte === 0x63) this.#mark({ type: 'reset' }, i + 1)
    }
    return i + 1
  }

  #open(state: State, kind: Kind, bodyFrom: number): number {
    this.#state = state
    this.#kind = kind
    this.#bodyFrom = bodyFrom
    return bodyFrom
  }

  #intermediate(chunk: Uint8Array, i: number): number {
    const byte = chunk[i] ?? 0
    if (byte === ESC) return this.#begin(i)
    if ((byte >= 0x30 && byte !== 0x7f) || byte === CAN || byte === SUB) this.#state = 'ground'
    return i + 1
  }

  #control(chunk: Uint8Array, from: number): number {
    const until = this.#until(chunk)
    for (let i = from; i < until; i += 1) {
      const byte = chunk[i] ?? 0
      if (byte >= 0x40 && byte < 0x7f) {
        this.#state = 'ground'
        if (byte === 0x68 || byte === 0x6c) this.#mode(chunk, i, byte === 0x68)
        return i + 1
      }
      if (byte === ESC) return this.#begin(i)
      if (byte === CAN || byte === SUB) {
        this.#state = 'ground'
        return i + 1
      }
    }
    return this.#pause(chunk, until)
  }

  #mode(chunk: Uint8Array, i: number, on: boolean): void {
    this.#hold(chunk, i)
    const body = this.#held.subarray(0, Math.min(this.#heldLength, MOST_MODES))
    const modes = /^\?([\d;]+)$/.exec(String.fromCharCode(...body))?.[1]
    if (modes) this.#mark({ type: 'modes', modes: modes.split(';').map(Number), on }, i + 1)
  }

  #string(chunk: Uint8Array, from: number): number {
    const until = this.#until(chunk)
    const i = this.#stringEnd(chunk, from, until)
    if (i === until) return this.#pause(chunk, until)
    const byte = chunk[i]
    this.#hold(chunk, i)
    // U+009C has two bytes, and the first was taken for the body's.
    if (byte === ST) this.#heldLength = Math.max(0, this.#heldLength - 1)
    this.#state = byte === ESC ? 'string-escape' : 'ground'
    if (byte === BEL || byte === ST) this.#say(i + 1)
    return i + 1
  }

  #stringEnd(chunk: Uint8Array, from: number, until: number): number {
    const bell = this.#kind === 'command' ? BEL : ESC
    let previous = this.#half ? C2 : 0
    for (let i = from; i < until; i += 1) {
      const byte = chunk[i] ?? 0
      if (byte === ESC || byte === bell || byte === CAN || byte === SUB || (byte === ST && previous === C2))
        return i
      previous = byte
    }
    this.#half = previous === C2
    return until
  }

  /** ESC ends a string in any case; with a backslash it belongs to it, else it begins the next sequence. */
  #stringEscape(chunk: Uint8Array, i: number): number {
    if (chunk[i] === BACKSLASH) {
      this.#state = 'ground'
      this.#say(i + 1)
      return i + 1
    }
    this.#say(i - 1)
    this.#begin(i - 1)
    return i
  }

  #say(end: number): void {
    if (this.#kind !== 'command') return
    const meaning = meaningOf(this.#held.subarray(0, this.#heldLength), this.#nonce)
    if (meaning) this.#mark(meaning, end)
    if (this.#held.length > MOST_KEPT) this.#held = new Uint8Array(256)
  }

  #mark(meaning: Meaning, end: number): void {
    this.#marks.push({ ...meaning, at: this.#place(this.#began) - this.#before, end: this.#place(end) })
  }

  #place(i: number): number {
    return this.#base + i - this.#left
  }

  /** How far into the chunk the open sequence may go. */
  #until(chunk: Uint8Array): number {
    return Math.min(chunk.length, this.#began + this.#most - this.#before)
  }

  /** At the end of the chunk, or of what a sequence may be long. */
  #pause(chunk: Uint8Array, until: number): number {
    if (until - this.#began + this.#before < this.#most) this.#hold(chunk, until)
    else this.#cut(chunk, until)
    return until
  }

  #hold(chunk: Uint8Array, until: number): void {
    if (this.#kind === 'other' || (this.#kind === 'control' && this.#heldLength > MOST_MODES)) return
    const part = chunk.subarray(this.#bodyFrom, until)
    if (this.#heldLength + part.length > this.#held.length) {
      const grown = new Uint8Array(2 * (this.#heldLength + part.length))
      grown.set(this.#held.subarray(0, this.#heldLength))
      this.#held = grown
    }
    this.#held.set(part, this.#heldLength)
    this.#heldLength += part.length
  }

  #cut(chunk: Uint8Array, at: number): void {
    this.#pieces ??= []
    this.#pieces.push(chunk.subarray(this.#keptFrom, at), Uint8Array.of(CAN))
    this.#state = 'cut'
    this.#cutFrom = at
    this.#marks.push({ type: 'cut', at: this.#place(this.#began) - this.#before, end: this.#place(at) + 1 })
    this.#left -= 1
  }

  #skip(chunk: Uint8Array, from: number): number {
    const i = this.#kind === 'control' ? controlEnd(chunk, from) : this.#stringEnd(chunk, from, chunk.length)
    if (i === chunk.length) return i
    // ESC stays, whatever follows: with a backslash it does nothing outside of a string.
    const resumed = chunk[i] === ESC ? i : i + 1
    this.#left += resumed - this.#cutFrom
    this.#keptFrom = resumed
    this.#state = 'ground'
    return resumed
  }
}

/** The end of a whole `ESC [ … m` of digits and separators, which is most of what there is and marks nothing; else 0. */
const colourEnd = (chunk: Uint8Array, from: number): number => {
  if (chunk[from + 1] !== 0x5b) return 0
  const near = Math.min(chunk.length, from + BY_HAND)
  for (let i = from + 2; i < near; i += 1) {
    const byte = chunk[i] ?? 0
    if (byte === 0x6d) return i + 1
    if (byte < 0x30 || byte > 0x3b) return 0
  }
  return 0
}

const controlEnd = (chunk: Uint8Array, from: number): number => {
  for (let i = from; i < chunk.length; i += 1) {
    const byte = chunk[i] ?? 0
    if ((byte >= 0x40 && byte < 0x7f) || byte === ESC || byte === CAN || byte === SUB) return i
  }
  return chunk.length
}
