import { useCallback, useEffect, useState } from 'react'
import { useBench } from '../../app/bench.ts'

const recentKey = 'queue.recent'
const keptAtMost = 20

const asTexts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []

/** Former searches of this bench, the latest first. */
export const useRecent = (): { recent: readonly string[]; add: (query: string) => void } => {
  const { client } = useBench()
  const [recent, setRecent] = useState<readonly string[]>([])
  useEffect(() => {
    const controller = new AbortController()
    client.local.get({ key: recentKey }, { signal: controller.signal }).then(
      ({ value }) => setRecent((now) => (now.length > 0 ? now : asTexts(value))),
      // Only a convenience is missing then.
      () => undefined,
    )
    return () => controller.abort()
  }, [client])

  const add = useCallback(
    (query: string) => {
      const text = query.trim()
      if (text === '' || text === recent[0]) return
      const next = [text, ...recent.filter((one) => one !== text)].slice(0, keptAtMost)
      setRecent(next)
      client.local.put({ key: recentKey, value: next }).catch(() => undefined)
    },
    [client, recent],
  )
  return { recent, add }
}
