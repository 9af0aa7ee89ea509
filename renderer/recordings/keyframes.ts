import { SerializeAddon } from '@xterm/addon-serialize'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { Terminal } from '@xterm/xterm'
import { batchOf } from './batch.ts'
import type { Recorded } from './recorded.ts'

/** A screen in the middle of a recording, from which drawing can go on. */
export interface Keyframe {
  /** The first event after it. */
  event: number
  columns: number
  rows: number
  screen: string
}

/** Lines above the screen that a player keeps. */
export const playerScrollback = 1000

/** Keyframes of a recording at most, and characters between two at least: what xterm.js draws in a moment. */
const most = 100
const leastBetween = 250_000

export interface Keyframes {
  /** The last one at or before an event. */
  before(event: number): Keyframe | undefined
  dispose(): void
}

/** Draws the recording once in a hidden terminal, in slices, and keeps its screen now and then. */
export const makeKeyframes = (recorded: Recorded): Keyframes => {
  const { header, events, offsets } = recorded
  const frames: Keyframe[] = []
  const all = offsets.at(-1) ?? 0
  const between = Math.max(leastBetween, all / most)
  let stopped = all < between
  const term = new Terminal({
    allowProposedApi: true,
    cols: header?.columns ?? 80,
    rows: header?.rows ?? 24,
    scrollback: playerScrollback,
  })
  const serialize = new SerializeAddon()
  term.loadAddon(serialize)
  term.loadAddon(new UnicodeGraphemesAddon())
  const keep = (event: number) =>
    frames.push({ event, columns: term.cols, rows: term.rows, screen: serialize.serialize() })

  const run = async () => {
    let due = between
    for (let at = 0; at < events.length && !stopped; ) {
      const { bytes, size, next } = batchOf(events, at, events.length)
      at = next
      if (size) term.resize(size.columns, size.rows)
      await new Promise<void>((resolve) => term.write(bytes, resolve))
      const printed = offsets[at] ?? 0
      if (stopped || printed < due) continue
      keep(at)
      due = printed + between
    }
    term.dispose()
  }
  void run()
  return {
    before: (event) => frames.findLast((frame) => frame.event <= event),
    dispose() {
      stopped = true
    },
  }
}
