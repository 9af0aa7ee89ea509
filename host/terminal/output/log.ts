import type { Mark } from '../marks/mark.ts'
import { createModes } from './modes.ts'
import type { Ring } from './ring.ts'
import type { Sizes } from './sizes.ts'

/** Bytes between two places from which a screen can be drawn. */
const checkpointEvery = 64 * 1024
/** Bytes without a line's end after which any place must do. */
const lineAtMost = 1024 * 1024

const newline = 10

/** A place from which a screen can be drawn, after these bytes. */
export interface Checkpoint {
  at: number
  preamble: Buffer
  /** Whether a full-screen program had the other screen there. */
  alternate: boolean
}

/** The output of a terminal with the places from which it can be drawn. */
export interface OutputLog {
  readonly ring: Ring
  readonly sizes: Sizes
  /** Takes a mark of the bytes to come, with its place since the terminal began. */
  note(mark: Mark): void
  append(bytes: Buffer): void
  /** The newest place at or before `at`, else the oldest there is; on the main screen where there is such a one. */
  before(at: number): Checkpoint
  /** The oldest place at or after `at`, else undefined. */
  after(at: number): Checkpoint | undefined
}

export const createOutputLog = (ring: Ring, sizes: Sizes): OutputLog => {
  const modes = createModes()
  let places: Checkpoint[] = [{ at: ring.from, preamble: Buffer.alloc(0), alternate: false }]

  let coming: Mark[] = []

  /** Follows the modes up to a place. */
  const reach = (place: number) => {
    const reached = coming.filter(({ end }) => end <= place)
    coming = coming.slice(reached.length)
    for (const mark of reached) modes.take(mark)
  }
  const mark = (at: number) => {
    reach(at)
    places.push({ at, preamble: modes.preamble(), alternate: modes.alternate() })
    if (places.length % 64 === 0) places = places.filter((place) => place.at >= ring.from)
  }
  const present = () => places.filter(({ at }) => at >= ring.from && at <= ring.to)
  const oldest = (): Checkpoint =>
    present()[0] ?? { at: ring.from, preamble: Buffer.alloc(0), alternate: false }

  return {
    ring,
    sizes,
    note(mark) {
      if (mark.type === 'modes' || mark.type === 'reset') coming.push(mark)
    },
    append(bytes) {
      const start = ring.to
      const passed = start + bytes.length - (places.at(-1)?.at ?? 0)
      const line = passed < checkpointEvery ? -1 : bytes.lastIndexOf(newline)
      const cut = line >= 0 ? line + 1 : passed > lineAtMost ? bytes.length : 0
      if (cut > 0) mark(start + cut)
      reach(start + bytes.length)
      ring.append(bytes)
    },
    before(at) {
      const usable = present().filter((place) => place.at <= at)
      return usable.findLast(({ alternate }) => !alternate) ?? usable[0] ?? oldest()
    },
    after: (at) => present().find((place) => place.at >= at),
  }
}

/** The place after which the last `lines` lines of the ring begin; its first byte where it holds fewer. */
export const lastLines = (ring: Ring, lines: number): number => {
  const step = 256 * 1024
  let left = lines
  for (let end = ring.to; end > ring.from; ) {
    const start = Math.max(ring.from, end - step)
    const chunk = readAll(ring, start, end)
    let at = chunk.length
    while (at > 0 && left >= 0) {
      at = chunk.lastIndexOf(newline, at - 1)
      if (at < 0) break
      left -= 1
      if (left < 0) return start + at + 1
    }
    end = start
  }
  return ring.from
}

/** The bytes between two places, as far as they are there. */
export const readAll = (ring: Ring, from: number, to: number): Buffer => {
  const chunks: Buffer[] = []
  for (let at = from; at < to; ) {
    const chunk = ring.read(at, to - at)
    if (chunk.length === 0) break
    chunks.push(chunk)
    at += chunk.length
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}
