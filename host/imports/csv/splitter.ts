import { parse } from 'csv-parse/sync'
import { ByteQueue, byte } from '../text/bytes.ts'

export type CsvRow =
  | { type: 'row'; cells: string[]; line: number }
  | { type: 'skip'; line: number; reason: string }

interface Options {
  delimiter: string
  /** How many cells a row has; taken from the first row if not given. 0 lets rows have any number. */
  width?: number
  /** The byte that ends a line; a carriage return in files of the old Macintosh. */
  newline?: number
}

/** A row of more bytes is taken for a quote that was never closed. */
const maxRowBytes = 8 * 1024 * 1024

/**
 * Splits a CSV text into rows as the bytes (UTF-8) arrive and has them taken apart by `csv-parse`. A quote
 * opens only at the start of a cell. A row that cannot be right costs its first line: reading goes on at the
 * next one, so that a stray quote does not swallow what follows.
 */
export class CsvSplitter {
  private readonly queue = new ByteQueue()
  private readonly options: Options
  private readonly newline: number
  private readonly delimiter: number
  private readonly opening: number | undefined
  private width: number | undefined
  private start = 0
  private pos = 0
  private line = 1
  /** Newlines inside the row in hand. */
  private inner = 0
  private quoting = false
  private quotes = false
  /** A quote was closed before the end of its cell. */
  private crooked = false
  private afterLongLine = false

  constructor(options: Options) {
    this.options = options
    this.newline = options.newline ?? byte.newline
    // Of a delimiter of several bytes the last one is enough to know that a cell starts.
    this.delimiter = Buffer.from(options.delimiter).at(-1) ?? byte.comma
    this.opening = Buffer.from(options.delimiter)[0]
    this.width = options.width
  }

  push(chunk: Uint8Array): CsvRow[] {
    this.queue.append(chunk)
    const rows = this.run(false)
    const moved = this.queue.drop(this.start)
    this.start -= moved
    this.pos -= moved
    return rows
  }

  end(): CsvRow[] {
    return this.run(true)
  }

  private run(final: boolean): CsvRow[] {
    const rows: CsvRow[] = []
    let unclosed = -1
    for (;;) {
      while (this.next(final)) this.take(rows, false)
      if (this.afterLongLine) {
        this.start = this.pos
        return rows
      }
      if (this.pos - this.start > maxRowBytes)
        this.giveUp(rows, 'This row is too long, or its quote is never closed.')
      else if (!final) return rows
      else if (this.start >= this.queue.end) return cutOff(rows, unclosed)
      else if (this.quoting) {
        if (unclosed < 0) unclosed = rows.length
        this.giveUp(rows, 'A quote is opened in this row and never closed.')
      } else this.take(rows, true)
    }
  }

  /** Moves `pos` behind the newline that ends the row in hand; false where the bytes end before. */
  private next(final: boolean): boolean {
    const { buffer, end } = this.queue
    // A quote at the end of the bytes cannot be judged without the byte behind it.
    const stop = final ? end : end - 1
    while (this.pos < stop) {
      const at = buffer[this.pos]
      if (at === byte.quote && !this.afterLongLine) this.quote(buffer)
      else if (at === this.newline) {
        if (!this.quoting) {
          this.pos++
          return true
        }
        this.inner++
      }
      this.pos++
    }
    return false
  }

  private quote(buffer: Buffer): void {
    this.quotes = true
    if (this.quoting) {
      if (buffer[this.pos + 1] === byte.quote && this.pos + 1 < this.queue.end) this.pos++
      else {
        this.quoting = false
        this.crooked ||= !this.endsCell(buffer[this.pos + 1])
      }
    } else {
      const before = this.pos === this.start ? this.delimiter : buffer[this.pos - 1]
      this.quoting = before === this.delimiter
    }
  }

  private endsCell(next: number | undefined): boolean {
    const last = this.pos + 1 >= this.queue.end
    return last || next === this.newline || next === byte.return || next === this.opening
  }

  /** Takes the row from `start` to `pos`. */
  private take(rows: CsvRow[], atEnd: boolean): void {
    const { line, inner } = this
    if (this.afterLongLine) {
      this.begin(this.pos, line + 1)
      this.afterLongLine = false
      return
    }
    if (this.crooked && inner > 0) {
      this.giveUp(rows, 'A quote in this row is out of place.')
      return
    }
    const text = this.text()
    const cells = text === '' ? [] : this.cells(text)
    const blank = cells.every((cell) => cell === '')
    this.width ??= blank ? undefined : cells.length
    if (blank || !this.width || cells.length === this.width) {
      if (!blank) rows.push({ type: 'row', cells, line })
      this.begin(this.pos, line + inner + 1)
      return
    }
    const reason = atEnd
      ? 'The file ends in the middle of this row.'
      : `This row has ${cells.length} cells where the header has ${this.width}.`
    if (inner > 0) this.giveUp(rows, reason)
    else {
      rows.push({ type: 'skip', line, reason })
      this.begin(this.pos, line + 1)
    }
  }

  private text(): string {
    const { buffer } = this.queue
    let stop = this.pos
    while (stop > this.start && (buffer[stop - 1] === byte.newline || buffer[stop - 1] === byte.return))
      stop--
    return buffer.toString('utf8', this.start, stop)
  }

  private cells(text: string): string[] {
    const { delimiter } = this.options
    if (!this.quotes) return text.split(delimiter)
    // Ten times as fast as the library, which is kept for rows that need its judgement.
    if (!this.crooked) return quotedCells(text, delimiter)
    const options = { delimiter, relax_quotes: true, relax_column_count: true, record_delimiter: '\0\n\0' }
    try {
      return (parse(text, options) as string[][])[0] ?? []
    } catch {
      // What the library refuses is judged by its number of cells like any other row.
      return text.split(delimiter)
    }
  }

  private begin(start: number, line: number): void {
    this.start = start
    this.pos = start
    this.line = line
    this.inner = 0
    this.quoting = false
    this.quotes = false
    this.crooked = false
  }

  /** Skips the first line of the row in hand and goes on with the next one. */
  private giveUp(rows: CsvRow[], reason: string): void {
    const { buffer, end } = this.queue
    rows.push({ type: 'skip', line: this.line, reason })
    const found = buffer.subarray(this.start, end).indexOf(this.newline)
    if (found >= 0) this.begin(this.start + found + 1, this.line + 1)
    else {
      this.begin(end, this.line)
      this.afterLongLine = true
    }
  }
}

/** Where a quote stays open up to the end and no row comes after it, the file was cut off there: one skip says it. */
const cutOff = (rows: CsvRow[], unclosed: number): CsvRow[] =>
  unclosed < 0 || rows.slice(unclosed).some((row) => row.type === 'row') ? rows : rows.slice(0, unclosed + 1)

/** The cells of a row whose quotes are all where they belong. */
const quotedCells = (text: string, delimiter: string): string[] => {
  const cells: string[] = []
  let at = 0
  for (;;) {
    let stop: number
    if (text[at] === '"') {
      stop = text.indexOf('"', at + 1)
      while (stop >= 0 && text[stop + 1] === '"') stop = text.indexOf('"', stop + 2)
      if (stop < 0) stop = text.length
      cells.push(text.slice(at + 1, stop).replaceAll('""', '"'))
      stop++
    } else {
      const found = text.indexOf(delimiter, at)
      stop = found < 0 ? text.length : found
      cells.push(text.slice(at, stop))
    }
    if (stop >= text.length) return cells
    at = stop + delimiter.length
  }
}
