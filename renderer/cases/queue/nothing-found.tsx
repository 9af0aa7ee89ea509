import { SearchX } from 'lucide-react'
import { demands } from '../../../shared/domain/query/ast.ts'
import { formatQuery } from '../../../shared/domain/query/format.ts'
import { parseQuery } from '../../../shared/domain/query/parse.ts'
import { useBench } from '../../app/bench.ts'
import { useLive } from '../../client/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { countText } from '../list/count-text.ts'
import styles from './queue.module.css'

export interface Way {
  label: string
  query: string
}

const waysAtMost = 6

/** Searches near one that found nothing: words as beginnings, each part left out, the words alone, everything. */
export const waysOut = (query: string, typing: boolean): Way[] => {
  const parsed = parseQuery(query, { typing })
  if (!parsed.ok) return []
  const parts = demands(parsed.query)
  const ways: Way[] = []
  const last = parts.at(-1)
  if (!typing && last?.kind === 'text' && !last.prefix && last.text.length > 1) {
    const longer = formatQuery({ ...last, prefix: true })
    const text = `${query.slice(0, last.start)}${longer}${query.slice(last.end)}`
    ways.push({ label: `Words that begin with ${last.text}`, query: text })
  }
  if (parts.length > 1)
    for (const part of parts.toReversed().slice(0, 3)) {
      const rest = `${query.slice(0, part.start).trimEnd()} ${query.slice(part.end).trimStart()}`.trim()
      ways.push({ label: `Without ${query.slice(part.start, part.end)}`, query: rest })
    }
  const words = parts.filter(({ kind }) => kind === 'text').map(({ start, end }) => query.slice(start, end))
  if (words.length > 0 && words.length < parts.length)
    ways.push({ label: 'The words in all cases', query: words.join(' ') })
  ways.push({ label: 'All cases', query: '' })
  const distinct = ways.filter((way, at) => ways.findIndex((other) => other.query === way.query) === at)
  return distinct.slice(0, waysAtMost)
}

export interface NothingFoundProps {
  query: string
  typing: boolean
  onSearch: (query: string) => void
}

/** An empty result teaches: it offers what would find something, with how much. */
export const NothingFound = ({ query, typing, onSearch }: NothingFoundProps) => {
  const { client } = useBench()
  const ways = waysOut(query, typing)
  const queries = ways.map((way) => way.query)
  const { value } = useLive(
    (signal) => client.cases.watchCounts({ queries, typing }, { signal }),
    [client, queries.join('\n'), typing],
  )
  const useful = ways
    .map((way, at) => ({ ...way, total: value?.totals[at] ?? 0 }))
    .filter(({ total }) => total > 0)
  return (
    <EmptyState
      icon={SearchX}
      title="No case answers this search"
      text="Every word and every filter must fit. Leave one of them out:"
    >
      <div className={styles.ways}>
        {useful.map(({ label, query: wider, total }) => (
          <Button key={wider} onClick={() => onSearch(wider)} title={countText(total)}>
            {label}
            <span className={styles.groupCount}>{total.toLocaleString('en')}</span>
          </Button>
        ))}
      </div>
    </EmptyState>
  )
}
