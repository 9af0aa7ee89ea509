import { useEffect, useState } from 'react'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { useBench } from '../../app/bench.ts'
import type { Arrangement } from './arrangement.ts'
import { readArrangement, store } from './stored.ts'

const key = 'terminal.arrangement'
/** Milliseconds without a change before it is kept. */
const calm = 300

/** The arrangement of this bench as a store that keeps itself; null until it is read. */
export const useArrangement = (): StoreApi<Arrangement> | null => {
  const { client } = useBench()
  const [arrangement, setArrangement] = useState<StoreApi<Arrangement> | null>(null)
  useEffect(() => {
    const stop = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    let unsubscribe: (() => void) | undefined
    const take = (value: unknown) => {
      if (stop.signal.aborted) return
      const made = createStore<Arrangement>(() => readArrangement(value))
      const keep = () => {
        clearTimeout(timer)
        timer = undefined
        // Losing where terminals lay is not worth a word to the one who works; the terminals themselves stay.
        client.local.put({ key, value: store(made.getState()) }).catch(() => undefined)
      }
      const flush = () => timer !== undefined && keep()
      const stopFollowing = made.subscribe(() => {
        clearTimeout(timer)
        timer = setTimeout(keep, calm)
      })
      window.addEventListener('pagehide', flush)
      unsubscribe = () => {
        stopFollowing()
        window.removeEventListener('pagehide', flush)
        flush()
      }
      setArrangement(made)
    }
    client.local.get({ key }, stop).then(
      ({ value }) => take(value),
      () => take(null),
    )
    return () => {
      stop.abort()
      unsubscribe?.()
    }
  }, [client])
  return arrangement
}
