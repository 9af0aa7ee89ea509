import { useLive } from '../client/use-live.ts'
import { useBench } from './bench.ts'
import styles from './shell.module.css'

const asked = [
  { query: 'is:unsolved owner:me -status:waiting', words: (total: string) => `${total} need me` },
  { query: 'is:unsolved', words: (total: string) => `${total} unsolved` },
] as const

const queries = asked.map(({ query }) => query)

/** Items of the status bar: what is to be done, each leading to its cases. */
export const CaseCounts = () => {
  const { client, navigate } = useBench()
  const { value } = useLive((signal) => client.cases.watchCounts({ queries }, { signal }), [client])
  if (!value) return null
  return asked.map(({ query, words }, at) => (
    <button
      key={query}
      type="button"
      className={styles.statusItem}
      onClick={() => navigate('/queue', { query })}
    >
      {words((value.totals[at] ?? 0).toLocaleString('en'))}
    </button>
  ))
}
