import { ChevronDown, ChevronRight } from 'lucide-react'
import { nameOf } from '../../editor/file-key.ts'
import styles from './find.module.css'
import type { FoundLine } from './use-find.ts'

export type Row =
  | { is: 'file'; path: string; count: number; open: boolean }
  | { is: 'line'; path: string; line: FoundLine }

/** Characters shown before the first match, so that it is seen in a narrow panel. */
const before = 14
const shownAtMost = 400

export const FindRow = ({ row }: { row: Row | undefined }) => {
  if (!row) return null
  if (row.is === 'line') return <LineRow line={row.line} />
  const name = nameOf(row.path)
  const Arrow = row.open ? ChevronDown : ChevronRight
  return (
    <span className={styles.file} title={row.path}>
      <Arrow size={13} aria-hidden />
      <b>{name}</b>
      <span className={styles.folder}>{row.path.slice(0, -name.length - 1)}</span>
      <span className={styles.count}>{row.count}</span>
    </span>
  )
}

const LineRow = ({ line: { line, text, ranges } }: { line: FoundLine }) => {
  const first = ranges[0]?.start ?? 0
  const from = first > before ? first - before : text.length - text.trimStart().length
  const begin = Math.min(from, first)
  const end = Math.min(text.length, begin + shownAtMost)
  const parts: { at: number; text: string; hit: boolean }[] = []
  let at = begin
  for (const range of ranges) {
    if (range.start < at || range.start >= end) continue
    parts.push({ at, text: text.slice(at, range.start), hit: false })
    parts.push({ at: range.start, text: text.slice(range.start, Math.min(end, range.end)), hit: true })
    at = Math.min(end, range.end)
  }
  parts.push({ at, text: text.slice(at, end), hit: false })
  return (
    <span className={styles.line} title={`Line ${line}`}>
      <span className={styles.number}>{line}</span>
      <span className={styles.text}>
        {begin > 0 && first > before && '…'}
        {parts.map((part) =>
          part.hit ? <mark key={`${part.at} hit`}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
        )}
      </span>
    </span>
  )
}
