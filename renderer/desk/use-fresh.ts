import { useCallback, useEffect, useState } from 'react'
import { useBench } from '../app/bench.ts'
import { follow } from '../client/follow.ts'

export interface Fresh {
  /** Changes when what was read may have changed since. */
  readonly fresh: number
  again(): void
}

/** For lists that the host does not watch: what a person does, undoes or imports is told by the history and the counts. */
export const useFresh = (): Fresh => {
  const { client } = useBench()
  const [fresh, setFresh] = useState(0)
  const again = useCallback(() => setFresh((count) => count + 1), [])
  useEffect(() => {
    const listen = (open: (signal: AbortSignal) => AsyncIterable<unknown>) => {
      let first = true
      return follow(open, ({ state }) => {
        // The first value says how things are, and they have just been read.
        if (state === 'live' && !first) again()
        first = false
      })
    }
    const stops = [
      listen((signal) => client.history.watch({}, { signal })),
      listen((signal) => client.cases.watchCounts({ queries: ['', 'is:unsolved'] }, { signal })),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [client, again])
  return { fresh, again }
}
