import { useEffect, useEffectEvent, useState } from 'react'

export interface Loaded<T> {
  state: 'loading' | 'ready' | 'failed'
  options: readonly T[]
  /** Why it failed; a sentence. */
  reason: string
}

/** The options for a text; the ones before stay until the next ones are there, so that the list does not jump. */
export const useOptions = <T>(
  load: (text: string, signal: AbortSignal) => Promise<readonly T[]>,
  text: string,
): Loaded<T> => {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading', options: [], reason: '' })
  // A new closure with the same text asks nothing new.
  const ask = useEffectEvent(load)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    ask(text, signal).then(
      (options) => !signal.aborted && setLoaded({ state: 'ready', options, reason: '' }),
      (error: unknown) =>
        !signal.aborted &&
        setLoaded({
          state: 'failed',
          options: [],
          reason: error instanceof Error ? error.message : String(error),
        }),
    )
    return () => controller.abort()
  }, [text])
  return loaded
}
