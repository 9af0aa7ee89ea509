import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writevSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { createEscaper, unfinished } from './escape.ts'

/** Milliseconds between two syncs of a recording: what a power cut can cost. The end of a process costs nothing. */
const syncEveryMs = 1000

export interface RecordingOptions {
  path: string
  columns: number
  rows: number
  /** Milliseconds since the epoch. */
  now(): number
  title?: string
  command?: string
  /** Facts for the bench itself; readers of the format ignore them. */
  casebench?: Record<string, string | null>
}

/** A recording that grows: asciicast v3 (docs.asciinema.org/manual/asciicast/v3). Each call is in the file when it returns. */
export interface RecordingWriter {
  readonly bytes: number
  readonly events: number
  output(bytes: Buffer): void
  resize(columns: number, rows: number): void
  marker(label: string): void
  exit(code: number): void
  close(): void
}

const lineEnd = Buffer.from('"]\n')

/** Opens a recording; one that is there already goes on, after a marker. */
export const openRecording = (options: RecordingOptions): RecordingWriter => {
  const { path, columns, rows, now } = options
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const goesOn = existsSync(path)
  const file = openSync(path, 'a', 0o600)
  const escaped = createEscaper()
  let rest = Buffer.alloc(0)
  let last = Math.round(now())
  let bytes = 0
  let events = 0
  let unsynced = false

  const write = (parts: Buffer[]) => {
    for (let left = parts.reduce((sum, part) => sum + part.length, 0); left > 0; ) {
      const written = writevSync(file, parts)
      left -= written
      bytes += written
      if (left > 0) parts = [Buffer.concat(parts).subarray(written)]
    }
    unsynced = true
  }
  const event = (code: string, data: Buffer) => {
    const at = Math.max(last, Math.round(now()))
    // Whole milliseconds, so that the rounding of intervals never adds up.
    const interval = ((at - last) / 1000).toFixed(3)
    last = at
    events += 1
    write([Buffer.from(`[${interval}, "${code}", "`), data, lineEnd])
  }
  const sync = setInterval(() => {
    if (!unsynced) return
    unsynced = false
    // A disk that cannot sync will say so at the next write.
    fdatasync(file, () => undefined)
  }, syncEveryMs)
  sync.unref()

  const text = (code: string, value: string) => event(code, escaped(Buffer.from(value)))
  if (goesOn) {
    // The line that a killed writer left unfinished is ended, so that readers can pass over it.
    if (!endsWithNewline(path)) write([Buffer.from('\n')])
    text('r', `${columns}x${rows}`)
    text('m', 'Recording goes on')
  } else write([Buffer.from(`${JSON.stringify(header(options))}\n`)])

  return {
    get bytes() {
      return bytes
    },
    get events() {
      return events
    },
    output(chunk) {
      const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
      const open = unfinished(all)
      rest = open > 0 ? Buffer.from(all.subarray(all.length - open)) : Buffer.alloc(0)
      if (all.length > open) event('o', escaped(open > 0 ? all.subarray(0, all.length - open) : all))
    },
    resize: (newColumns, newRows) => text('r', `${newColumns}x${newRows}`),
    marker: (label) => text('m', label),
    exit: (code) => text('x', String(code)),
    close() {
      clearInterval(sync)
      if (rest.length > 0) event('o', escaped(rest))
      closeSync(file)
    },
  }
}

const header = ({ columns, rows, now, title, command, casebench }: RecordingOptions) => ({
  version: 3,
  term: { cols: columns, rows, type: 'xterm-256color' },
  timestamp: Math.floor(now() / 1000),
  ...(title === undefined ? {} : { title }),
  ...(command === undefined ? {} : { command }),
  ...(casebench === undefined ? {} : { casebench }),
})

const endsWithNewline = (path: string): boolean => {
  const file = openSync(path, 'r')
  try {
    const last = Buffer.alloc(1)
    const { size } = fstatSync(file)
    return size === 0 || (readSync(file, last, 0, 1, size - 1) === 1 && last[0] === 10)
  } finally {
    closeSync(file)
  }
}
