import { byte } from '../text/bytes.ts'

/** What may come next inside a value. */
const value = 0
const valueOrEnd = 1
const key = 2
const keyOrEnd = 3
const colon = 4
const commaOrEnd = 5

/** Nothing that a tracker writes is nested this deep; what is would exhaust the stack of whoever walks it. */
const maxDepth = 200

export const needMore = -1
export const broken = -2

const isScalar = (at: number): boolean =>
  (at >= 48 && at <= 57) ||
  (at >= 97 && at <= 122) ||
  (at >= 65 && at <= 90) ||
  at === 45 ||
  at === 43 ||
  at === 46

/**
 * Finds where one JSON value ends without building it, resuming where the bytes ended before. It is strict
 * about the structure (not about numbers and escapes), so that damage is noticed close to where it is.
 */
export class Skimmer {
  /** Newlines passed so far. */
  lines = 0
  /** Where `run` stopped: the end of the value, where to resume, or where the structure broke. */
  at = 0
  why = ''
  private readonly open = new Uint8Array(maxDepth + 1)
  private depth = 0
  private expect = value
  private inString = false
  private inScalar = false

  reset(at: number): void {
    this.lines = 0
    this.at = at
    this.depth = 0
    this.expect = value
    this.inString = false
    this.inScalar = false
  }

  /** Answers the index after the value, `needMore`, or `broken` with `why`. */
  run(bytes: Uint8Array, end: number, final: boolean): number {
    let i = this.at
    while (i < end) {
      if (this.inString) i = this.string(bytes, i, end)
      else if (this.inScalar) i = this.scalar(bytes, i, end)
      else i = this.structure(bytes, i, end)
      if (i < 0) return i
      if (this.depth === 0 && !this.inString && !this.inScalar) return this.done(i)
    }
    this.at = i
    return final && this.inScalar && this.depth === 0 ? this.done(i) : needMore
  }

  /** Passes blanks and brackets up to where a text or a scalar starts, or the value ends. */
  private structure(bytes: Uint8Array, from: number, end: number): number {
    for (let i = from; i < end; i++) {
      const at = bytes[i] as number
      if (at === byte.newline) this.lines++
      else if (at !== byte.space && at !== byte.return && at !== byte.tab) {
        const why = this.step(at)
        if (why) return this.fail(i, why)
        if (this.inString || this.inScalar || this.depth === 0) return i + 1
      }
    }
    return end
  }

  private scalar(bytes: Uint8Array, from: number, end: number): number {
    let i = from
    while (i < end && isScalar(bytes[i] as number)) i++
    if (i < end) this.inScalar = false
    return i
  }

  private string(bytes: Uint8Array, from: number, end: number): number {
    for (let i = from; i < end; i++) {
      const at = bytes[i]
      if (at === byte.quote) {
        this.inString = false
        return i + 1
      }
      if (at === byte.backslash) {
        if (i + 1 >= end) return this.wait(i)
        i++
      } else if (at === byte.newline) {
        return this.fail(i, 'a text is not closed before the end of its line')
      }
    }
    return this.wait(end)
  }

  /** Takes one structural byte; answers what is wrong with it, or ''. */
  private step(at: number): string {
    const { expect } = this
    switch (at) {
      case byte.quote:
        if (expect > keyOrEnd) return 'a comma or colon is missing before a text'
        this.expect = expect >= key ? colon : commaOrEnd
        this.inString = true
        return ''
      case byte.openObject:
      case byte.openList:
        return this.push(at)
      case byte.closeObject:
      case byte.closeList:
        return this.pop(at)
      case byte.comma:
        if (expect !== commaOrEnd) return 'a comma is out of place'
        this.expect = this.open[this.depth] === byte.openObject ? key : value
        return ''
      case byte.colon:
        if (expect !== colon) return 'a colon is out of place'
        this.expect = value
        return ''
      default:
        if (expect > valueOrEnd || !isScalar(at)) return 'there is something that does not belong here'
        this.expect = commaOrEnd
        this.inScalar = true
        return ''
    }
  }

  private push(at: number): string {
    if (this.expect > valueOrEnd) return 'a bracket is out of place'
    if (this.depth === maxDepth) return `it is nested more than ${maxDepth} levels deep`
    this.open[++this.depth] = at
    this.expect = at === byte.openObject ? keyOrEnd : valueOrEnd
    return ''
  }

  private pop(at: number): string {
    // In ASCII each closing bracket of JSON stands two after its opening one.
    const fits = this.open[this.depth] === at - 2
    const mayEnd =
      this.expect === commaOrEnd || this.expect === (at === byte.closeObject ? keyOrEnd : valueOrEnd)
    if (!fits || !mayEnd) return 'a closing bracket is out of place'
    this.depth--
    this.expect = commaOrEnd
    return ''
  }

  private done(at: number): number {
    this.at = at
    return at
  }

  private wait(at: number): number {
    this.at = at
    return needMore
  }

  private fail(at: number, why: string): number {
    this.at = at
    this.why = why
    return broken
  }
}
