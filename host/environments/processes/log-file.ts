import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  statSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import type { LogLine } from '../runner.ts'

/** Bytes of a log file before it becomes the older one of two. */
const fileAtMost = 32_000_000
const lineAtMost = 262_144
const chunkBytes = 262_144
const batchLines = 1000

/** What is read of the log of a local process. */
export interface LogWindow {
  readonly from: number | null
  readonly to: number | null
  /** Only so many of the last lines of what is there. */
  readonly tail: number | null
  readonly follow: boolean
  readonly signal: AbortSignal
}

export interface ProcessLog {
  /** Takes what the process wrote, in pieces of any size. */
  write(stream: 'out' | 'err', chunk: Buffer): void
  /** A line of our own about the process. */
  note(text: string): void
  /** The process ended: what it wrote last is a line, too. */
  flush(): void
  lines(window: LogWindow): AsyncGenerator<LogLine[], void, undefined>
  /** Hears of each line as it is written. Returns the disposer. */
  onLine(listener: (text: string) => void): () => void
  close(): void
}

/** What a local process writes, in a file that later readers find: a line each, with its time and stream in front. */
export const openLog = (path: string, service: string, now: () => number): ProcessLog => {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  let file = openSync(path, 'a', 0o600)
  let bytes = statSync(path).size
  let generation = 0
  let closed = false
  const rest: Record<'out' | 'err', string> = { out: '', err: '' }
  const decoders = { out: new TextDecoder(), err: new TextDecoder() }
  const listeners = new Set<(text: string) => void>()
  const waiting = new Set<() => void>()

  const put = (stream: 'out' | 'err', texts: readonly string[]) => {
    if (texts.length === 0) return
    const at = now()
    const data = Buffer.from(texts.map((text) => `${at} ${stream} ${text}\n`).join(''))
    if (bytes > fileAtMost) rotate()
    writeSync(file, data)
    bytes += data.length
    for (const text of texts) for (const listener of listeners) listener(text)
    for (const wake of waiting) wake()
    waiting.clear()
  }

  const rotate = () => {
    closeSync(file)
    renameSync(path, `${path}.1`)
    file = openSync(path, 'a', 0o600)
    bytes = 0
    generation += 1
  }

  return {
    write(stream, chunk) {
      const pieces = (rest[stream] + decoders[stream].decode(chunk, { stream: true })).split('\n')
      rest[stream] = pieces.pop() ?? ''
      const whole = pieces.map((text) =>
        (text.endsWith('\r') ? text.slice(0, -1) : text).slice(0, lineAtMost),
      )
      if (rest[stream].length > lineAtMost) {
        whole.push(rest[stream].slice(0, lineAtMost))
        rest[stream] = ''
      }
      put(stream, whole)
    },
    note: (text) => put('err', [text]),
    flush() {
      for (const stream of ['out', 'err'] as const) {
        if (rest[stream] !== '') put(stream, [rest[stream]])
        rest[stream] = ''
      }
    },
    async *lines({ from, to, tail, follow, signal }) {
      const wanted = (line: LogLine) => (from === null || line.at >= from) && (to === null || line.at <= to)
      let seen = generation
      // Both are opened before anything is given, as the one becomes the other meanwhile.
      const older = existsSync(`${path}.1`) ? openReader(`${path}.1`, service) : null
      let reading = openReader(path, service)
      try {
        const there = history(older ? [older, reading] : [reading])
        if (tail === null) yield* batches(there, wanted)
        else yield lastOf(there, wanted, tail)
        while (follow && !signal.aborted && !closed) {
          const turned = seen !== generation
          const lines = reading.more()
          if (lines.length > 0) yield lines.filter(wanted)
          else if (turned) {
            reading.close()
            reading = openReader(path, service)
            seen = generation
          } else await appended(waiting, signal)
        }
      } finally {
        older?.close()
        reading.close()
      }
    },
    onLine(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    close() {
      closed = true
      closeSync(file)
      for (const wake of waiting) wake()
    },
  }
}

const appended = (waiting: Set<() => void>, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const done = () => {
      signal.removeEventListener('abort', done)
      waiting.delete(done)
      resolve()
    }
    waiting.add(done)
    signal.addEventListener('abort', done, { once: true })
  })

type Reader = ReturnType<typeof openReader>

function* history(readers: readonly Reader[]): Generator<LogLine[]> {
  for (const reader of readers)
    for (let lines = reader.more(); lines.length > 0; lines = reader.more()) yield lines
}

const lastOf = (all: Iterable<LogLine[]>, wanted: (line: LogLine) => boolean, tail: number): LogLine[] => {
  let kept: LogLine[] = []
  for (const lines of all) kept = [...kept, ...lines.filter(wanted)].slice(-Math.max(1, tail))
  return tail === 0 ? [] : kept
}

function* batches(all: Iterable<LogLine[]>, wanted: (line: LogLine) => boolean): Generator<LogLine[]> {
  for (const lines of all) {
    const kept = lines.filter(wanted)
    for (let at = 0; at < kept.length; at += batchLines) yield kept.slice(at, at + batchLines)
  }
}

/** Reads whole lines of a file that may still grow. */
const openReader = (path: string, service: string) => {
  const file = openSync(path, 'r')
  const chunk = Buffer.alloc(chunkBytes)
  let rest = Buffer.alloc(0)
  return {
    more(): LogLine[] {
      for (;;) {
        const count = readSync(file, chunk, 0, chunkBytes, null)
        if (count === 0) return []
        const bytes = Buffer.concat([rest, chunk.subarray(0, count)])
        const end = bytes.lastIndexOf(10)
        rest = Buffer.from(bytes.subarray(end + 1))
        if (end < 0) continue
        const lines = bytes
          .toString('utf8', 0, end)
          .split('\n')
          .flatMap((line) => lineOf(line, service))
        if (lines.length > 0) return lines
      }
    },
    close: () => closeSync(file),
  }
}

const lineOf = (text: string, service: string): LogLine[] => {
  const found = /^(\d+) (out|err) /.exec(text)
  if (!found) return []
  const stream = found[2] === 'err' ? 'err' : 'out'
  return [{ service, at: Number(found[1]), stream, text: text.slice(found[0].length) }]
}
