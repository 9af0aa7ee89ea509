import type { FileHandle } from 'node:fs/promises'

/** Bytes read at a time while lines are counted: about a millisecond of work between two turns of the host. */
const pieceBytes = 1024 * 1024

/** Places kept of one file, eight bytes each; where there are more lines, every second place is dropped. */
const placesAtMost = 65_536

/** How the end of a line looks in an encoding: its bytes, and to which multiple it must be aligned. */
export interface LineEnd {
  bytes: Buffer
  width: number
}

export const lineEndOf = (encoding: string, character: '\n' | '\r' = '\n'): LineEnd => {
  const code = character.charCodeAt(0)
  if (encoding === 'utf-16le') return { bytes: Buffer.from([code, 0]), width: 2 }
  if (encoding === 'utf-16be') return { bytes: Buffer.from([0, code]), width: 2 }
  if (encoding === 'utf-32le') return { bytes: Buffer.from([code, 0, 0, 0]), width: 4 }
  if (encoding === 'utf-32be') return { bytes: Buffer.from([0, 0, 0, code]), width: 4 }
  return { bytes: Buffer.from([code]), width: 1 }
}

/** Where the next line starts after `from` in a piece that begins at an aligned byte; -1 where it does not end here. */
export const nextLine = (piece: Buffer, from: number, { bytes, width }: LineEnd): number => {
  let at = width === 1 ? piece.indexOf(bytes[0] ?? 10, from) : piece.indexOf(bytes, from)
  while (at !== -1 && at % width !== 0) at = piece.indexOf(bytes, at + 1)
  return at === -1 ? -1 : at + width
}

export interface LineIndex {
  /** Lines known so far; all of them once `done`. */
  readonly lines: number
  /** Bytes gone through. */
  readonly scanned: number
  readonly done: boolean
  /** The last kept place at or before a line. */
  before(line: number): { line: number; offset: number }
  /** Resolves when the line is known, or the file has ended. */
  reach(line: number, signal?: AbortSignal): Promise<void>
}

/**
 * Finds the starts of the lines of an open file, once, from its beginning to its end, and keeps some of them. Memory is
 * bounded however long the file or its lines are. Ends early, with its error, when the file cannot be read.
 */
export const indexLines = (
  file: FileHandle,
  { bytes, end, signal }: { bytes: number; end: LineEnd; signal: AbortSignal },
): LineIndex => {
  const places = new Float64Array(placesAtMost)
  let kept = 1
  let stride = 16
  const state = { lines: 1, scanned: 0, done: false }
  let failure: unknown
  let waiting: (() => void)[] = []
  const wake = () => {
    const all = waiting
    waiting = []
    for (const go of all) go()
  }
  const keep = (offset: number) => {
    if (state.lines % stride === 0) {
      if (kept === placesAtMost) {
        for (let i = 0; i < placesAtMost / 2; i += 1) places[i] = places[i * 2] ?? 0
        kept = placesAtMost / 2
        stride *= 2
      }
      if (state.lines % stride === 0) places[kept++] = offset
    }
    state.lines += 1
  }
  const scan = async () => {
    const buffer = Buffer.allocUnsafe(pieceBytes)
    while (state.scanned < bytes) {
      signal.throwIfAborted()
      const { bytesRead } = await file.read(
        buffer,
        0,
        Math.min(pieceBytes, bytes - state.scanned),
        state.scanned,
      )
      const piece = buffer.subarray(0, bytesRead - (bytesRead % end.width))
      if (piece.length === 0) break
      for (let at = nextLine(piece, 0, end); at !== -1; at = nextLine(piece, at, end))
        keep(state.scanned + at)
      state.scanned += piece.length
      wake()
    }
  }
  scan()
    .catch((error: unknown) => {
      failure = error
    })
    .finally(() => {
      state.done = true
      wake()
    })
  return {
    get lines() {
      return state.lines
    },
    get scanned() {
      return state.scanned
    },
    get done() {
      return state.done
    },
    before(line) {
      const at = Math.min(Math.floor(line / stride), kept - 1)
      return { line: at * stride, offset: places[at] ?? 0 }
    },
    async reach(line, asked) {
      while (!state.done && state.lines <= line) {
        asked?.throwIfAborted()
        await new Promise<void>((resolve) => waiting.push(resolve))
      }
      if (failure) throw failure
    },
  }
}
