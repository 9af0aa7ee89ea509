import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { unfinished } from './escape.ts'
import { createPage } from './page.ts'

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

/**
 * A recording that grows: asciicast v3 (docs.asciinema.org/manual/asciicast/v3). What is gathered is in the file after
 * the next `write`, which any other call ends with; where that throws, the next one writes what is left.
 */
export interface RecordingWriter {
  readonly bytes: number
  readonly events: number
  /** Makes output ready to be written. */
  gather(bytes: Buffer): void
  gatherMarker(label: string): void
  write(): void
  output(bytes: Buffer): void
  resize(columns: number, rows: number): void
  exit(code: number): void
  close(): void
}

/** Opens a recording; one that is there already goes on, after a marker. */
export const openRecording = (options: RecordingOptions): RecordingWriter => {
  const { path, columns, rows, now } = options
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  const goesOn = existsSync(path)
  const file = openSync(path, 'a', 0o600)
  const page = createPage()
  let rest = Buffer.alloc(0)
  let last = Math.round(now())
  let inOutput = false
  let bytes = 0
  let events = 0
  let unsynced = false

  const begin = (code: string) => {
    const at = Math.max(last, Math.round(now()))
    // Whole milliseconds, so that the rounding of intervals never adds up.
    const interval = ((at - last) / 1000).toFixed(3)
    last = at
    events += 1
    page.add(`[${interval}, "${code}", "`)
  }
  const endOutput = () => {
    if (inOutput) page.add('"]\n')
    inOutput = false
  }
  const write = () => {
    endOutput()
    while (page.held.length > 0) {
      const written = writeSync(file, page.held)
      page.drop(written)
      bytes += written
      unsynced = true
    }
  }
  const gather = (chunk: Buffer) => {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const whole = all.length - unfinished(all)
    rest = whole < all.length ? Buffer.from(all.subarray(whole)) : empty
    if (whole > 0) addOutput(all.subarray(0, whole))
  }
  const addOutput = (output: Buffer) => {
    if (!inOutput) begin('o')
    inOutput = true
    page.addEscaped(output)
  }
  const event = (code: string, value: string) => {
    endOutput()
    begin(code)
    page.addEscaped(Buffer.from(value))
    page.add('"]\n')
  }
  const sync = setInterval(() => {
    if (!unsynced) return
    unsynced = false
    // A disk that cannot sync will say so at the next write.
    fdatasync(file, () => undefined)
  }, syncEveryMs)
  sync.unref()

  if (goesOn) {
    // The line that a killed writer left unfinished is ended, so that readers can pass over it.
    if (!endsWithNewline(path)) page.add('\n')
    event('r', `${columns}x${rows}`)
    event('m', 'Recording goes on')
  } else page.add(`${JSON.stringify(header(options))}\n`)
  write()

  return {
    get bytes() {
      return bytes
    },
    get events() {
      return events
    },
    gather,
    gatherMarker: (label) => event('m', label),
    write,
    output(chunk) {
      gather(chunk)
      write()
    },
    resize(newColumns, newRows) {
      event('r', `${newColumns}x${newRows}`)
      write()
    },
    exit(code) {
      event('x', String(code))
      write()
    },
    close() {
      clearInterval(sync)
      try {
        if (rest.length > 0) addOutput(rest)
        write()
      } finally {
        closeSync(file)
      }
    },
  }
}

const empty = Buffer.alloc(0)

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
