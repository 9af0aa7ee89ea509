import type { ReactNode } from 'react'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { unsolvedStatuses } from '../../../shared/domain/vocabulary.ts'
import { kindNames } from '../../case/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { SeverityMark } from '../../ui/severity-mark.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { Marked } from '../list/marked.tsx'
import { nearHit } from '../list/near-hit.ts'
import styles from './columns.module.css'
import type { ColumnId } from './columns.ts'

const tagsShown = 4

const Title = ({ row }: { row: CaseRow }) => {
  const title = <Marked text={row.title} places={row.titleHighlights} />
  if (!row.snippet) return <span className={styles.cut}>{title}</span>
  return (
    <span className={styles.title}>
      <span className={styles.cut}>{title}</span>
      <span className={styles.snippet}>
        <span className={styles.where}>{row.snippet.where}</span>
        <span className={styles.cut}>
          <Marked {...nearHit(row.snippet)} />
        </span>
      </span>
    </span>
  )
}

const Due = ({ row: { dueAt, status } }: { row: CaseRow }) => {
  if (dueAt === null) return null
  const late = dueAt < Date.now() && unsolvedStatuses.includes(status)
  return <RelativeTime at={dueAt} className={late ? styles.late : styles.quiet} />
}

const cells: Record<ColumnId, (row: CaseRow) => ReactNode> = {
  ref: ({ ref }) => <span className={styles.ref}>{ref}</span>,
  severity: ({ severity }) => <SeverityMark severity={severity} />,
  title: (row) => <Title row={row} />,
  status: ({ status }) => <StatusDot status={status} named />,
  customer: ({ customer }) => <span className={styles.cut}>{customer}</span>,
  owner: ({ owner }) =>
    owner && (
      <>
        <Avatar name={owner} size={18} />
        <span className={styles.cut}>{owner}</span>
      </>
    ),
  updated: ({ updatedAt }) => <RelativeTime at={updatedAt} className={styles.quiet} />,
  created: ({ createdAt }) => <RelativeTime at={createdAt} className={styles.quiet} />,
  due: (row) => <Due row={row} />,
  kind: ({ kind }) => <span className={styles.quiet}>{kindNames[kind]}</span>,
  tags: ({ tags }) => (
    <span className={styles.tags}>
      {tags.slice(0, tagsShown).map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </span>
  ),
}

/** What a column shows of a case. */
export const cellOf = (id: ColumnId, row: CaseRow): ReactNode => cells[id](row)
