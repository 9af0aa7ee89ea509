import type { CaseRow } from '../../shared/contract/cases.ts'
import { useBench } from '../app/bench.ts'
import { hashOf, pathOf } from '../app/router.ts'
import { useLive } from '../client/use-live.ts'
import { Button } from '../ui/button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { Section } from '../ui/section.tsx'
import { sentence } from '../ui/sentence.ts'
import { SeverityMark } from '../ui/severity-mark.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import styles from './desk.module.css'

const shownAtMost = 20

export interface CaseListProps {
  title: string
  query: string
  /** What an empty list says. */
  none: string
}

/** The latest cases of a query, live; all of them are one step away in the queue. */
export const CaseList = ({ title, query, none }: CaseListProps) => {
  const { client } = useBench()
  const list = useLive(
    (signal) =>
      client.cases.watchList({ query, sort: 'updated', limit: shownAtMost, snippets: false }, { signal }),
    [client, query],
    { keep: true },
  )
  const counts = useLive(
    (signal) => client.cases.watchCounts({ queries: [query] }, { signal }),
    [client, query],
  )
  const total = counts.value?.totals[0]
  const rows = list.value?.rows ?? []
  return (
    <Section
      title={title}
      count={total}
      act={
        rows.length > 0 && (
          <a className={styles.more} href={hashOf('/queue', { query })}>
            Show in the queue
          </a>
        )
      }
    >
      {list.state === 'failed' && (
        <p className={styles.none} role="alert">
          The cases cannot be read: {sentence(list.error)}{' '}
          <Button size="small" onClick={list.retry}>
            Try again
          </Button>
        </p>
      )}
      {list.state === 'loading' && rows.length === 0 && <Skeleton lines={4} />}
      {list.state === 'live' && rows.length === 0 && <p className={styles.none}>{none}</p>}
      <ul className={styles.cases}>
        {rows.map((row) => (
          <CaseLine key={row.id} row={row} />
        ))}
      </ul>
      {total !== undefined && total > rows.length && rows.length > 0 && (
        <p className={styles.none}>And {(total - rows.length).toLocaleString('en')} more in the queue.</p>
      )}
    </Section>
  )
}

const CaseLine = ({ row }: { row: CaseRow }) => (
  <li>
    <a className={styles.case} href={hashOf(pathOf('case', row.ref))}>
      <SeverityMark severity={row.severity} />
      <span className={styles.ref}>{row.ref}</span>
      <span className={styles.caseTitle}>{row.title}</span>
      <StatusDot status={row.status} named />
      <RelativeTime at={row.updatedAt} className={styles.when} />
    </a>
  </li>
)
