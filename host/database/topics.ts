/** What a committed transaction changed, so that live views know when to read again. */
export type Topic =
  | 'cases'
  | `case:${string}`
  | 'customers'
  | 'people'
  | 'history'
  | 'views'
  | 'uploads'
  | 'conflicts'
  | 'outbox'
  | 'to-send'
  | 'sync'
  | 'terminals'
  | 'transfers'
  | `blocks:${string}`
  | `local:${string}`
  | `runs:${string}`
  | `workspace:${string}`
  | `snapshots:${string}`
  | 'licences'
  | `environment:${string}`

/** Cases named one by one; beyond that a listener is told that any case may have changed. */
const namedCasesAtMost = 1000

/** Topics of one transaction, bounded however many rows it touched. */
export const topicsOf = (touched: Set<Topic>): Topic[] => {
  const topics = [...touched]
  if (topics.length <= namedCasesAtMost) return topics
  return [...topics.filter((topic) => !topic.startsWith('case:')), 'case:*']
}

/** Whether a change concerns somebody who watches `wanted`. */
export const concerns = (changed: readonly Topic[], wanted: ReadonlySet<Topic>): boolean =>
  changed.some((topic) => wanted.has(topic)) ||
  (changed.includes('case:*') && [...wanted].some((topic) => topic.startsWith('case:')))
