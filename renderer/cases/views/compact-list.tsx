import { Inbox } from 'lucide-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { useLook } from '../../app/look.ts'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { SeverityMark } from '../../ui/severity-mark.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { VirtualList, type VirtualListHandle } from '../../ui/virtual-list.tsx'
import type { CaseList } from '../list/case-list.ts'
import styles from './views.module.css'

export interface CompactListProps {
  list: CaseList
  /** The view's; null for a search of its own. */
  name: string | null
  /** The reference of the case in front. */
  open: string | null
  onOpen: (ref: string) => void
}

/** Pixels that the second line adds to a row. */
const secondLine = 18
/** How far around the rows drawn the case in front is looked for. */
const near = 200

export const CompactList = ({ list, name, open, onOpen }: CompactListProps) => {
  useSyncExternalStore(list.subscribe, list.version)
  const { rowHeight } = useLook()
  const [active, setActive] = useState(0)
  const drawn = useRef({ first: 0, last: 0 })
  const count = list.count()
  const rowAt = (index: number): CaseRow | undefined => {
    const item = list.itemAt(index)
    return item?.kind === 'case' ? item.row : undefined
  }

  const handle = useRef<VirtualListHandle>(null)
  const question = `${list.ask.query} ${list.ask.sort} ${list.ask.descending}`
  const asked = useRef(question)
  useEffect(() => {
    if (asked.current === question) return
    asked.current = question
    setActive(0)
    handle.current?.reveal(0)
  }, [question])

  // The case opened elsewhere is the active one here, as soon as it is among those that are read.
  useEffect(() => {
    if (open === null) return
    const { first, last } = drawn.current
    for (let at = Math.max(0, first - near); at <= last + near; at += 1) {
      const item = list.itemAt(at)
      if (item?.kind === 'case' && item.row?.ref === open) return setActive(at)
    }
  }, [open, list])

  if (count === 0)
    return (
      <EmptyState
        icon={Inbox}
        title="Nothing here"
        text={name === null ? 'No case answers the search.' : `No case is in “${name}” now.`}
      />
    )
  return (
    <VirtualList
      ref={handle}
      label={name === null ? 'Cases found' : `Cases of ${name}`}
      count={count}
      rowHeight={rowHeight + secondLine}
      active={Math.min(active, count - 1)}
      onActiveChange={setActive}
      openOnClick
      onOpen={(index) => {
        const row = rowAt(index)
        if (row) onOpen(row.ref)
      }}
      onRangeChange={(first, last) => {
        drawn.current = { first, last }
        list.show(first, last)
      }}
      row={(index) => <CompactRow row={rowAt(index)} inFront={rowAt(index)?.ref === open} />}
    />
  )
}

const CompactRow = ({ row, inFront }: { row: CaseRow | undefined; inFront: boolean }) => {
  if (!row) return <span className={styles.blank} />
  return (
    <span className={cx(styles.case, inFront && styles.inFront)}>
      <span className={styles.first}>
        <StatusDot status={row.status} />
        <span className={styles.title} title={row.title}>
          {row.title}
        </span>
      </span>
      <span className={styles.second}>
        <SeverityMark severity={row.severity} />
        <span>{row.ref}</span>
        <span className={styles.customer}>{row.customer}</span>
        <RelativeTime at={row.updatedAt} />
      </span>
    </span>
  )
}
