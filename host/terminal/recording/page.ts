import { escapeInto, roomFor } from './escape.ts'

/** Bytes of a page to begin with: output of a flood, as it is gathered, seldom needs more. */
const usualBytes = 256 * 1024

/** Text that waits to be written, in one buffer that is used again. */
export interface Page {
  /** What waits, until the next call. */
  readonly held: Buffer
  add(text: string): void
  /** Adds output as the inside of a JSON string. */
  addEscaped(output: Buffer): void
  /** Forgets so many bytes from the beginning: they are written. */
  drop(bytes: number): void
}

export const createPage = (): Page => {
  let buffer = Buffer.allocUnsafe(usualBytes)
  let from = 0
  let to = 0
  const makeRoom = (bytes: number) => {
    if (to + bytes <= buffer.length) return
    const larger = Buffer.allocUnsafe(Math.max(buffer.length, 2 * (to - from) + bytes))
    buffer.copy(larger, 0, from, to)
    buffer = larger
    to -= from
    from = 0
  }
  return {
    get held() {
      return buffer.subarray(from, to)
    },
    add(text) {
      const bytes = Buffer.from(text)
      makeRoom(bytes.length)
      to += bytes.copy(buffer, to)
    },
    addEscaped(output) {
      makeRoom(roomFor(output.length))
      to = escapeInto(output, buffer, to)
    },
    drop(bytes) {
      from += bytes
      if (from === to) from = to = 0
    },
  }
}
