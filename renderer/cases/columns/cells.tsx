import type { CSSProperties, ReactNode } from 'react'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { unsolvedStatuses } from '../../../shared/domain/vocabulary.ts'
import { kindNames } from '../../case/words.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Badge } from '../../ui/badge.tsx'
import { cx } from '../../ui/cx.ts'
import { absolute, relative } from '../../ui/relative.ts'
import { SeverityMark } from '../../ui/severity-mark.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { Marked } from '../list/marked.tsx'
import { nearHit } from '../list/near-hit.ts'
import styles from './columns.module.css'
import type { ColumnId } from './columns.ts'

const tagsShown = 4

interface CellProps {
  id: ColumnId
  row: CaseRow
  style: CSSProperties
  /** Milliseconds since 1970. */
  now: number
}

const Snippet = ({ row: { title, titleHighlights, snippet } }: { row: CaseRow }) => (
  <span className={styles.title}>
    <span className={styles.cut}>
      <Marked text={title} places={titleHighlights} />
    </span>
    {snippet && (
      <span className={styles.snippet}>
        <span className={styles.where}>{snippet.where}</span>
        <span className={styles.cut}>
          <Marked {...nearHit(snippet)} />
        </span>
      </span>
    )}
  </span>
)

/** What stands in a cell: words alone, which need no element of their own, or more than that. */
interface Content {
  words?: ReactNode
  parts?: ReactNode
  look?: string | undefined
  /** A time, in milliseconds since 1970. */
  at?: number
}

const due = ({ dueAt, status }: CaseRow, now: number): Content => {
  if (dueAt === null) return {}
  const late = dueAt < now && unsolvedStatuses.includes(status)
  return { at: dueAt, look: late ? styles.late : styles.quiet }
}

const contents: Record<ColumnId, (row: CaseRow, now: number) => Content> = {
  ref: ({ ref }) => ({ words: ref, look: styles.ref }),
  severity: ({ severity }) => ({ parts: <SeverityMark severity={severity} /> }),
  title: (row) =>
    row.snippet
      ? { parts: <Snippet row={row} /> }
      : {
          words:
            row.titleHighlights.length > 0 ? (
              <Marked text={row.title} places={row.titleHighlights} />
            ) : (
              row.title
            ),
        },
  status: ({ status }) => ({ parts: <StatusDot status={status} named /> }),
  customer: ({ customer }) => ({ words: customer }),
  owner: ({ owner }) => ({
    parts: owner && (
      <>
        <Avatar name={owner} size={18} />
        <span className={styles.cut}>{owner}</span>
      </>
    ),
  }),
  updated: ({ updatedAt }) => ({ at: updatedAt, look: styles.quiet }),
  created: ({ createdAt }) => ({ at: createdAt, look: styles.quiet }),
  due,
  kind: ({ kind }) => ({ words: kindNames[kind], look: styles.quiet }),
  tags: ({ tags }) => ({
    parts: (
      <span className={styles.tags}>
        {tags.slice(0, tagsShown).map((tag) => (
          <Badge key={tag}>{tag}</Badge>
        ))}
      </span>
    ),
  }),
}

/** What a column shows of a case. Few elements, since a fast scroll draws hundreds of cells in a frame. */
export const cellOf = ({ id, row, style, now }: CellProps) => {
  const { words, parts, look, at } = contents[id](row, now)
  if (parts !== undefined)
    return (
      <span key={id} role="gridcell" className={styles.cell} style={style}>
        {parts}
      </span>
    )
  return (
    <span
      key={id}
      role="gridcell"
      className={cx(styles.words, look)}
      style={style}
      title={at === undefined ? undefined : absolute(at)}
    >
      {at === undefined ? words : relative(at, now, 'short')}
    </span>
  )
}
