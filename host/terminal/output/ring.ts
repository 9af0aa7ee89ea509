import { closeSync, mkdirSync, openSync, readdirSync, readSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** With these a ring holds 100,000 lines of 320 bytes. */
const defaults = { segmentBytes: 4 * 1024 * 1024, segments: 8 }

/** The last bytes that a terminal printed, on disk. Places are bytes since the terminal began. */
export interface Ring {
  /** The first byte that is still there, and the place after the last. */
  readonly from: number
  readonly to: number
  /** Writes all of it, or throws and answers through `to` how much of it is there. */
  append(bytes: Uint8Array): void
  /** Up to `most` bytes from `at`; fewer at the end of a segment, none where there is nothing (any more). */
  read(at: number, most: number): Buffer<ArrayBuffer>
  close(): void
}

interface Segment {
  start: number
  bytes: number
  file: number
}

const nameOf = (start: number) => `${String(start).padStart(16, '0')}.out`

/**
 * Opens the ring in `folder`, which is made where it is absent. What is written survives the end of this process, as
 * the system has it then; the oldest segment goes when the newest is full.
 */
export const openRing = (folder: string, { segmentBytes, segments }: typeof defaults = defaults): Ring => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const held = standing(folder)
  let to = held.at(-1) ? endOf(held.at(-1) as Segment) : 0

  const drop = (segment: Segment) => {
    closeSync(segment.file)
    rmSync(join(folder, nameOf(segment.start)), { force: true })
  }
  const writable = (): Segment => {
    const last = held.at(-1)
    if (last && last.bytes < segmentBytes) return last
    const next = { start: to, bytes: 0, file: openSync(join(folder, nameOf(to)), 'a+', 0o600) }
    held.push(next)
    for (const old of held.splice(0, Math.max(0, held.length - segments))) drop(old)
    return next
  }
  return {
    get from() {
      return held[0]?.start ?? to
    },
    get to() {
      return to
    },
    append(bytes) {
      let done = 0
      while (done < bytes.length) {
        const segment = writable()
        const written = writeSync(segment.file, bytes, done, bytes.length - done)
        done += written
        segment.bytes += written
        to += written
      }
    },
    read(at, most) {
      const segment = held.findLast(({ start }) => start <= at)
      if (!segment || at >= endOf(segment)) return Buffer.alloc(0)
      const chunk = Buffer.allocUnsafe(Math.min(most, endOf(segment) - at))
      return chunk.subarray(0, readSync(segment.file, chunk, 0, chunk.length, at - segment.start))
    },
    close() {
      for (const { file } of held.splice(0)) closeSync(file)
    },
  }
}

const endOf = ({ start, bytes }: Segment) => start + bytes

/** The segments of an earlier run, without any before a gap: what follows a gap could not be told from what precedes it. */
const standing = (folder: string): Segment[] => {
  const found = readdirSync(folder)
    .filter((name) => /^\d{16}\.out$/.test(name))
    .toSorted()
    .map((name) => {
      const path = join(folder, name)
      return { path, start: Number(name.slice(0, 16)), bytes: statSync(path).size }
    })
  const gap = found.findLastIndex(({ start, bytes }, index) => {
    const next = found[index + 1]
    return next !== undefined && next.start !== start + bytes
  })
  for (const { path } of found.slice(0, gap + 1)) rmSync(path, { force: true })
  return found.slice(gap + 1).map(({ path, start, bytes }) => ({ start, bytes, file: openSync(path, 'a+') }))
}
