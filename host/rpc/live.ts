import { concerns, type Topic } from '../database/topics.ts'

interface Changes {
  onChange(listener: (topics: readonly Topic[]) => void): () => void
}

/** Changes that come within this time are read once. Milliseconds; below what a person notices. */
const gatherMilliseconds = 20

/**
 * A live view: yields what `read` says now, and again after each committed change of one of `topics`, when that
 * changed the answer. A slow reader gets the latest state, never a backlog. Ends when the signal aborts.
 */
export async function* live<T>(
  changes: Changes,
  options: { topics: readonly Topic[]; signal: AbortSignal; read: () => Promise<T> },
): AsyncGenerator<T, void, undefined> {
  const wanted = new Set(options.topics)
  let dirty = true
  let wake: (() => void) | undefined
  const poke = () => {
    wake?.()
    wake = undefined
  }
  const stop = changes.onChange((changed) => {
    if (!concerns(changed, wanted)) return
    dirty = true
    poke()
  })
  options.signal.addEventListener('abort', poke, { once: true })
  let shown: string | undefined
  try {
    while (!options.signal.aborted) {
      if (!dirty) await new Promise<void>((resolve) => (wake = resolve))
      if (options.signal.aborted) return
      if (shown !== undefined) await new Promise((resolve) => setTimeout(resolve, gatherMilliseconds))
      dirty = false
      const value = await options.read()
      const json = JSON.stringify(value)
      if (json === shown) continue
      shown = json
      yield value
    }
  } finally {
    stop()
    options.signal.removeEventListener('abort', poke)
  }
}
