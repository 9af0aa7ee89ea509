import { ByteQueue, byte } from '../text/bytes.ts'

export type Mail =
  | { type: 'mail'; bytes: Uint8Array; line: number }
  | { type: 'skip'; line: number; reason: string }

/** A message of more bytes is skipped; no mail server lets such a one pass. */
export const maxMailBytes = 64 * 1024 * 1024

/** `From jo@example.org Mon Jun  5 14:33:12 2023`: a time and a year, which prose after "From " hardly has. */
const separator = /^From \S.*\d{1,2}:\d\d.*\b(?:19|20)\d\d\b/
const from = Buffer.from('From ')

const startsWith = (bytes: Buffer, at: number, what: Uint8Array): boolean =>
  bytes.compare(what, 0, what.length, at, Math.min(bytes.length, at + what.length)) === 0

/** Takes one `>` from lines such as `>From` and `>>From`, by which mboxrd and mboxo mark lines of messages. */
const unquote = (bytes: Buffer): Buffer => {
  if (!bytes.includes('>From ')) return bytes
  return Buffer.from(bytes.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1')
}

/**
 * Splits an mbox file into its messages as the bytes arrive, without the separating lines. A separator counts
 * after an empty line only.
 */
export class MboxSplitter {
  private readonly queue = new ByteQueue()
  private readonly limit: number
  /** Where the message in hand starts, behind its separator; -1 before the first one. */
  private start = -1
  private pos = 0
  private line = 0
  private startLine = 1
  private blankBefore = true
  private tooLong = false
  private out: Mail[] = []

  constructor(limit = maxMailBytes) {
    this.limit = limit
  }

  push(chunk: Uint8Array): Mail[] {
    this.queue.append(chunk)
    return this.run(false)
  }

  end(): Mail[] {
    const out = this.run(true)
    this.flush(this.queue.end)
    return out
  }

  private run(final: boolean): Mail[] {
    this.out = []
    const { queue } = this
    while (this.pos < queue.end) {
      const found = queue.buffer.subarray(this.pos, queue.end).indexOf(byte.newline)
      if (found < 0 && !final && queue.end - this.pos < this.limit) break
      this.take(found < 0 ? queue.end : this.pos + found + 1)
    }
    this.compact()
    return this.out
  }

  /** Takes the line from `pos` to `stop`. */
  private take(stop: number): void {
    const { buffer } = this.queue
    this.line++
    if (this.blankBefore && startsWith(buffer, this.pos, from) && this.separates(stop)) {
      this.flush(this.pos)
      this.start = stop
      this.startLine = this.line
      this.blankBefore = false
    } else {
      const length = stop - this.pos
      this.blankBefore = length === 1 || (length === 2 && buffer[this.pos] === byte.return)
    }
    this.pos = stop
  }

  private separates(stop: number): boolean {
    return (
      this.line === 1 ||
      separator.test(this.queue.buffer.toString('latin1', this.pos, Math.min(stop, this.pos + 400)))
    )
  }

  private flush(end: number): void {
    const { start, startLine: line } = this
    if (start < 0) {
      if (end > 0) this.out.push({ type: 'skip', line: 1, reason: 'The file does not start with a message.' })
    } else if (this.tooLong || end - start > this.limit) {
      const reason = `This message is longer than ${Math.floor(this.limit / (1024 * 1024))} MB.`
      this.out.push({ type: 'skip', line, reason })
    } else {
      const bytes = unquote(Buffer.from(this.queue.buffer.subarray(start, end)))
      this.out.push({ type: 'mail', bytes, line })
    }
    this.tooLong = false
  }

  private compact(): void {
    if (this.start >= 0 && this.pos - this.start > this.limit) this.tooLong = true
    const moved = this.queue.drop(this.tooLong || this.start < 0 ? this.pos : this.start)
    this.pos -= moved
    if (this.start >= 0) this.start = Math.max(0, this.start - moved)
  }
}
