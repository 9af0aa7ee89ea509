import { bytesOf, textOf } from './bytes.ts'
import type { CastHeader, CastPart } from './cast.ts'
import { eventOf, outputOf, type ReadEvent } from './events.ts'
import { headerOf, isRecord } from './header.ts'

export interface CastParser {
  /** The next bytes of the file, and what they complete. */
  push(bytes: Uint8Array): CastPart[]
  /** The file has ended. */
  end(): CastPart[]
}

export interface CastLimits {
  /** Bytes of the longest line of v2 and v3; a longer one is skipped and named. */
  line: number
  /** Bytes of a document of v1, which has to be read as a whole. */
  document: number
}

const LIMITS: CastLimits = { line: 64_000_000, document: 256_000_000 }

/**
 * Reads asciicast 1, 2 and 3 as the bytes come; v1 at its end. Every damaged line is named, and the rest is read. The
 * first part is the header, unless the file is no asciicast: then all there is is one damaged line.
 */
export const createCastParser = (limits: Partial<CastLimits> = {}): CastParser =>
  new Parser({ ...LIMITS, ...limits })

/** A whole file. */
export const parseCast = (bytes: Uint8Array): CastPart[] => {
  const parser = createCastParser()
  return [...parser.push(bytes), ...parser.end()]
}

class Parser implements CastParser {
  readonly #limits: CastLimits
  /** The open line, or the whole document as long as no line made a header. */
  #open: Uint8Array[] = []
  #openBytes = 0
  #state: 'begin' | 'document' | 2 | 3 | 'over' = 'begin'
  #line = 1
  #skipping = false
  #time = 0
  #parts: CastPart[] = []

  constructor(limits: CastLimits) {
    this.#limits = limits
  }

  push(bytes: Uint8Array): CastPart[] {
    let from = 0
    while (from < bytes.length && this.#state !== 'over') {
      const found = this.#state === 'document' ? -1 : bytes.indexOf(0x0a, from)
      const to = found < 0 ? bytes.length : found
      this.#keep(bytes.subarray(from, to))
      from = to + 1
      if (found >= 0) this.#endLine(false)
    }
    return this.#said()
  }

  end(): CastPart[] {
    if (this.#state === 'begin') this.#first(true)
    else if (this.#state === 2 || this.#state === 3) this.#endLine(true)
    if (this.#is('document')) this.#document()
    this.#state = 'over'
    return this.#said()
  }

  #is(state: 'document' | 'over'): boolean {
    return this.#state === state
  }

  #said(): CastPart[] {
    const parts = this.#parts
    this.#parts = []
    return parts
  }

  #keep(part: Uint8Array): void {
    if (this.#skipping || part.length === 0) return
    const whole = this.#state === 'document' || this.#state === 'begin'
    if (this.#openBytes + part.length > (whole ? this.#limits.document : this.#limits.line)) {
      this.#open = []
      this.#openBytes = 0
      if (whole) this.#over('it is too large to be read as a whole')
      else {
        this.#skipping = true
        this.#damaged('it is too long')
      }
      return
    }
    // A copy, because the reader may use its buffer again.
    this.#open.push(part.slice())
    this.#openBytes += part.length
  }

  #taken(): string {
    const bytes = new Uint8Array(this.#openBytes)
    let at = 0
    for (const part of this.#open) {
      bytes.set(part, at)
      at += part.length
    }
    this.#open = []
    this.#openBytes = 0
    return textOf(bytes)
  }

  #endLine(last: boolean): void {
    if (this.#state === 'begin') this.#first(last)
    else if (!this.#skipping) this.#event(this.#taken().replace(/\r$/, ''), last)
    this.#skipping = false
    this.#line += 1
  }

  /** A document of v1 may have any shape, so what is no header of one line is kept until the end. */
  #first(last: boolean): void {
    const text = this.#taken()
    if (text.trim() === '' && !last) return
    const value = jsonOf(text)
    if (isRecord(value) && value.version !== 1 && 'version' in value) this.#header(value)
    else {
      this.#state = 'document'
      this.#keep(bytesOf(`${text}\n`))
    }
  }

  #header(value: Record<string, unknown>): void {
    const header = headerOf(value)
    if (typeof header === 'string') this.#over(header)
    else {
      this.#parts.push({ type: 'header', header })
      this.#state = header.version === 2 ? 2 : 3
    }
  }

  #document(): void {
    const read = documentOf(jsonOf(this.#taken()))
    if (typeof read === 'string') this.#over(read)
    else {
      this.#parts.push({ type: 'header', header: read.header })
      for (const [i, entry] of read.output.entries()) {
        this.#line = i + 1
        this.#add(outputOf(entry, this.#time), false)
      }
    }
    this.#state = 'over'
  }

  #event(text: string, last: boolean): void {
    if (text.trim() === '') return
    if (text.startsWith('#') && this.#state === 3) {
      this.#parts.push({ type: 'comment', text: text.slice(1) })
      return
    }
    const value = jsonOf(text)
    if (value === undefined) this.#damaged('it is not JSON', last)
    else this.#add(eventOf(value, this.#time, this.#state === 2), last)
  }

  #add(read: ReadEvent | string, last: boolean): void {
    if (typeof read === 'string') this.#damaged(read, last)
    else {
      if (read.fault) this.#damaged(read.fault)
      this.#time = read.event.time
      this.#parts.push({ type: 'event', event: read.event })
    }
  }

  #damaged(reason: string, torn = false): void {
    this.#parts.push({ type: 'damaged', line: this.#line, reason, torn })
  }

  #over(reason: string): void {
    this.#damaged(reason)
    this.#state = 'over'
  }
}

/** The header and the entries of a document of v1, or why it is none. */
const documentOf = (value: unknown): { header: CastHeader; output: unknown[] } | string => {
  if (!isRecord(value) || value.version !== 1) return 'it does not begin as an asciicast'
  const header = headerOf(value)
  if (typeof header === 'string') return header
  return Array.isArray(value.stdout) ? { header, output: value.stdout } : 'it holds no output'
}

/** Undefined for what is not JSON, which no JSON is. */
const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // The line is named by who asks.
    return undefined
  }
}
