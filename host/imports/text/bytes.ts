/** The bytes that give JSON, CSV and mail their structure. */
export const byte = {
  tab: 9,
  newline: 10,
  return: 13,
  space: 32,
  quote: 34,
  comma: 44,
  colon: 58,
  openList: 91,
  backslash: 92,
  closeList: 93,
  openObject: 123,
  closeObject: 125,
} as const

/** Space, tab, newline, carriage return, and the record separator of RFC 7464. */
export const isBlank = (at: number | undefined): boolean =>
  at === 32 || at === 10 || at === 13 || at === 9 || at === 30

/**
 * Bytes that arrived and are not consumed yet, in one piece. It grows by doubling and compacts only when
 * half of it is consumed, so that a value of many chunks costs linear time.
 */
export class ByteQueue {
  buffer: Buffer = Buffer.allocUnsafe(1 << 16)
  /** Where the bytes end; they start at 0 after a `drop`. */
  end = 0

  append(chunk: Uint8Array): void {
    if (this.end + chunk.length > this.buffer.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.end + chunk.length))
      this.buffer.copy(grown, 0, 0, this.end)
      this.buffer = grown
    }
    this.buffer.set(chunk, this.end)
    this.end += chunk.length
  }

  /** Forgets the first `count` bytes if that is worth the copy; answers by how much positions move. */
  drop(count: number): number {
    if (count < this.end && count < this.end - count) return 0
    this.buffer.copyWithin(0, count, this.end)
    this.end -= count
    return count
  }
}
