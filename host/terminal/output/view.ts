import { type Checkpoint, lastLines, type OutputLog } from './log.ts'
import type { SizeChange } from './sizes.ts'

/** Lines that a window keeps above its screen. */
const scrollbackLines = 100_000
/** Bytes of one item: with the wire's credit a window has 1 MiB unread at most, a tenth of a second's drawing. */
const itemBytes = 32 * 1024
/** Bytes that a window may be behind before it is shown the newest instead. */
const behindAtMost = 1024 * 1024
/** Bytes from which a screen is drawn while more keeps coming. */
const glanceBytes = 128 * 1024

interface Size {
  columns: number
  rows: number
}

/** What a reader gets next: bytes, that the coming `stateBytes` draw all from nothing, or in which size these go on. */
export type ViewItem =
  | { type: 'bytes'; bytes: Buffer<ArrayBuffer> }
  | ({ type: 'state'; stateBytes: number } & Size)
  | ({ type: 'size' } & Size)

/**
 * One reader's way through a terminal's output. It holds no bytes of its own: a slow reader costs nothing, and one that
 * fell behind is shown the newest screen at once and, when the flood is over, the whole scrollback.
 */
export interface View {
  /** The next item; undefined when there is nothing to tell now. */
  next(): ViewItem | undefined
  /** True when lines were left out. */
  readonly incomplete: boolean
  /** Draws all of it anew at the next call, with the whole scrollback. */
  restart(): void
}

export const createView = (log: OutputLog): View => {
  const { ring, sizes } = log
  let wanted: 'all' | 'glance' | undefined = 'all'
  let incomplete = false
  let head = Buffer.alloc(0)
  let at = 0
  let stateEnds = 0
  let changes: SizeChange[] = []
  /** The size that the reader draws in. */
  let told: Size = { columns: 0, rows: 0 }

  const draw = (): ViewItem => {
    const place = wanted === 'glance' ? glance(log) : whole(log)
    incomplete = wanted === 'glance' && place.at > ring.from
    wanted = undefined
    head = Buffer.from(place.preamble)
    at = place.at
    stateEnds = ring.to
    changes = sizes.between(at, stateEnds)
    told = sizes.at(at)
    return { type: 'state', stateBytes: head.length + stateEnds - at, ...told }
  }
  /** The size of what comes next, where the reader draws in another one. */
  const resized = (): Size | undefined => {
    const [change] = changes
    if (at < stateEnds && change && at >= change.at) return changes.shift()
    const now = sizes.at(at)
    const same = now.columns === told.columns && now.rows === told.rows
    return at < stateEnds || same ? undefined : now
  }
  /** Where what is printed in this size ends, as far as it may be read at once. */
  const sizeEnds = () =>
    at < stateEnds ? (changes[0]?.at ?? stateEnds) : (sizes.between(at, ring.to)[0]?.at ?? at + itemBytes)
  return {
    get incomplete() {
      return incomplete
    },
    restart() {
      wanted = 'all'
    },
    next() {
      const drawing = at < stateEnds
      if (!drawing && ring.to - at > behindAtMost) wanted ??= 'glance'
      // A flood ran over what was not read yet.
      if (at < ring.from) wanted = 'glance'
      if (wanted) return draw()
      if (head.length > 0) {
        const bytes = head
        head = Buffer.alloc(0)
        return { type: 'bytes', bytes }
      }
      const size = resized()
      if (size) {
        told = { columns: size.columns, rows: size.rows }
        return { type: 'size', ...told }
      }
      const bytes = ring.read(at, Math.min(itemBytes, sizeEnds() - at))
      at += bytes.length
      return bytes.length > 0 ? { type: 'bytes', bytes } : undefined
    },
  }
}

const whole = (log: OutputLog): Checkpoint => log.before(lastLines(log.ring, scrollbackLines))

const glance = (log: OutputLog): Checkpoint => log.after(log.ring.to - glanceBytes) ?? log.before(log.ring.to)
