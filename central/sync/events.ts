import type { PresenceTold } from '../../shared/sync/presence.ts'
import type { Audience, Hint, Hints } from './hints.ts'

/** Milliseconds between two signs of life on a quiet line; proxies cut at 30 or 60 seconds. */
const pulseMs = 20_000
/** Events that wait for a slow line; when there are more it is told to pull instead. */
const waitingAtMost = 50

const toPull = '{}'
const nobody: PresenceTold = { cases: [] }

interface Line {
  hints: Hints
  /** Who listens; asked again when anybody's access changed. */
  audience: () => Promise<Audience | null>
  /** Who else is on the cases that the bench has before it. */
  others: { seen(): PresenceTold; subscribe(onChange: () => void): () => void }
  signal: AbortSignal
}

/**
 * A bench's line as server-sent events: one at once, so that the other side knows that the line stands, and then one for
 * each hint. It ends when `audience` answers null.
 */
export async function* eventsOf({ hints, audience, others, signal }: Line): AsyncGenerator<string> {
  let waiting = [toPull]
  let shown = JSON.stringify(nobody)
  let accessChanged = false
  let wake: (() => void) | undefined
  const poke = () => wake?.()
  const onHint = (hint: Hint) => {
    if (hint === 'access') accessChanged = true
    if (typeof hint !== 'string' && waiting.length < waitingAtMost) waiting.push(hint.told)
    else waiting = [toPull]
    poke()
  }
  const listen = async () => {
    const now = await audience()
    return now && hints.subscribe(now, onHint)
  }
  /** Who is there now, where that was not told. */
  const newcomers = () => {
    const now = JSON.stringify(others.seen())
    if (now === shown) return undefined
    shown = now
    return `event: presence\ndata: ${now}\n\n`
  }
  let stop = await listen()
  const stopOthers = others.subscribe(poke)
  signal.addEventListener('abort', poke, { once: true })
  try {
    while (stop && !signal.aborted) {
      if (accessChanged) {
        accessChanged = false
        stop()
        stop = await listen()
        if (!stop) return
        // Between the two lines something may have come.
        waiting = [toPull]
      }
      const event = waiting.shift()
      if (event !== undefined) {
        yield `data: ${event}\n\n`
        continue
      }
      const presence = newcomers()
      if (presence) {
        yield presence
        continue
      }
      const timer = setTimeout(poke, pulseMs)
      await new Promise<void>((resolve) => (wake = resolve))
      clearTimeout(timer)
      if (waiting.length === 0 && !signal.aborted) yield newcomers() ?? ': here\n\n'
    }
  } finally {
    stop?.()
    stopOthers()
    signal.removeEventListener('abort', poke)
  }
}
