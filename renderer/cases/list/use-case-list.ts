import { startTransition, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useBench } from '../../app/bench.ts'
import type { Ask } from './ask.ts'
import { type CaseList, createCaseList } from './case-list.ts'

export interface ShownList {
  /** The list to show; the former one until the next has its first rows. */
  list: CaseList | null
  /** Another list is on its way. */
  waiting: boolean
  /** Why the next one does not come, or the shown one goes on no more. */
  error: unknown
  retry: () => void
}

/** What changes with the list as a whole; that pages come and go while scrolling is for who draws the rows. */
const outline = (list: CaseList): string => {
  const { total, exact } = list.total()
  return `${total} ${exact} ${list.count()} ${list.error() !== undefined}`
}

const nothing = () => () => undefined

/** The cases that answer; null asks nothing new, so what is shown stays. */
export const useCaseList = (ask: Ask | null): ShownList => {
  const { client } = useBench()
  const [shown, setShown] = useState<CaseList | null>(null)
  const [next, setNext] = useState<CaseList | null>(null)
  const [tries, setTries] = useState(0)
  const current = useRef<CaseList | null>(null)
  const key = ask && JSON.stringify([ask, tries])

  useEffect(() => {
    if (key === null) return
    const [wanted] = JSON.parse(key) as [Ask]
    const list = createCaseList(client, wanted)
    setNext(list)
    const look = () => {
      if (!list.ready()) return
      stop()
      current.current?.dispose()
      current.current = list
      // Many rows at once; a key pressed meanwhile goes first.
      startTransition(() => setShown(list))
      setNext((one) => (one === list ? null : one))
    }
    const stop = list.subscribe(look)
    // A list that never became the shown one ends with its question; the shown one ends when it is replaced.
    return () => {
      stop()
      if (!list.ready()) list.dispose()
    }
  }, [client, key])

  useEffect(() => () => current.current?.dispose(), [])

  useSyncExternalStore(shown?.subscribe ?? nothing, () => shown && outline(shown))
  const failed = useSyncExternalStore(next?.subscribe ?? nothing, () => next?.error())
  return {
    list: shown,
    waiting: next !== null && !failed,
    error: failed ?? shown?.error(),
    retry: () => setTries((count) => count + 1),
  }
}
