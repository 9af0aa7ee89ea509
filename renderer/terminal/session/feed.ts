import type { Terminal } from '@xterm/xterm'
import { BenchError } from '../../../shared/contract/error.ts'
import type { TerminalNews } from '../../../shared/contract/terminals.ts'

/** Writes that xterm.js holds unread; enough that it never waits, few enough that credit paces the host. */
const mostInFlight = 4

export interface FeedOptions {
  term: Pick<Terminal, 'write' | 'reset' | 'resize'>
  /** Opens the stream of the terminal anew. */
  open: () => AsyncIterable<Uint8Array | TerminalNews>
  /** Milliseconds, or less when the signal aborts. */
  wait: (ms: number) => Promise<void>
  signal: AbortSignal
  /** Whether a person works in it; one that nobody does leaves the page its time. */
  inFront: () => boolean
  /** Whether what is drawn now is from before. */
  onReplay: (replaying: boolean) => void
  onNews: (news: Exclude<TerminalNews, { type: 'state' | 'size' }>) => void
  onState: (state: 'live' | 'lost') => void
}

/** Milliseconds between two pieces of what runs beside: the host shows the newest where that is too slow. */
const restMs = 16
/** Milliseconds between two screens of a flood beside: each is drawn whole, and nobody reads that fast. */
const screenRestMs = 64

/** Milliseconds before a stream that was cut is opened again. */
const again = 400

/** Draws what the host sends until the stream has said all; opened again whenever the connection was lost. */
export const feed = async (options: FeedOptions): Promise<void> => {
  const { signal, wait, onState } = options
  for (;;) {
    try {
      await draw(options)
      return
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof BenchError) || error.code !== 'disconnected') throw error
      onState('lost')
      await wait(again)
    }
  }
}

const draw = async ({
  term,
  open,
  wait,
  signal,
  inFront,
  onReplay,
  onNews,
  onState,
}: FeedOptions): Promise<void> => {
  const pace = createPace(mostInFlight)
  const rest = async (ms: number) => {
    if (inFront()) return
    await pace.empty()
    await wait(ms)
  }
  let past = 0
  let screens = 0
  for await (const item of open()) {
    if (signal.aborted) return
    if (item instanceof Uint8Array) {
      await pace.room()
      if (past <= 0) await rest(restMs)
      past -= item.length
      const last = past <= 0 && past > -item.length
      const done = pace.begin()
      term.write(item, () => {
        done()
        if (last) onReplay(false)
      })
      // What comes now is printed in the size of this window, which it takes at the end of what is from before.
      if (last) await pace.empty()
    } else if (item.type === 'state') {
      await pace.empty()
      if (screens > 0) await rest(screenRestMs)
      screens += 1
      past = item.stateBytes
      term.reset()
      term.resize(item.columns, item.rows)
      onState('live')
      onReplay(past > 0)
    } else if (item.type === 'size') {
      await pace.empty()
      term.resize(item.columns, item.rows)
    } else {
      await pace.empty()
      onNews(item)
    }
  }
  await pace.empty()
}

interface Pace {
  /** Counts one that is under way; answers how it is done. */
  begin(): () => void
  room(): Promise<void>
  empty(): Promise<void>
}

const createPace = (most: number): Pace => {
  let inFlight = 0
  let wake: (() => void) | undefined
  const below = async (bound: number) => {
    while (inFlight >= bound)
      await new Promise<void>((resolve) => {
        wake = resolve
      })
  }
  return {
    begin() {
      inFlight += 1
      return () => {
        inFlight -= 1
        wake?.()
      }
    },
    room: () => below(most),
    empty: () => below(1),
  }
}
