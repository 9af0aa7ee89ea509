import { Check, ChevronDown, ChevronRight } from 'lucide-react'
import { type CSSProperties, memo } from 'react'
import { cx } from '../../ui/cx.ts'
import { cellOf } from '../columns/cells.tsx'
import columnStyles from '../columns/columns.module.css'
import type { ColumnId } from '../columns/columns.ts'
import type { Item } from '../list/case-list.ts'
import { countText } from '../list/count-text.ts'
import styles from './queue.module.css'

export interface RowProps {
  index: number
  item: Item | undefined
  cells: readonly { id: ColumnId; style: CSSProperties }[]
  /** Milliseconds since 1970. */
  now: number
  selected: boolean
  onToggle: (index: number) => void
  onFold: (index: number) => void
}

/** One row of the table: a case, the heading of a group, or the place of a case that is being read. */
export const Row = memo(({ index, item, cells, now, selected, onToggle, onFold }: RowProps) => {
  const span = cells.length + 1
  if (item?.kind === 'group') return <GroupRow {...{ index, item, span, onFold }} />
  const row = item?.row
  // One box, since a fast scroll draws hundreds of these.
  if (!row)
    return (
      <span role="gridcell" aria-colspan={span} aria-busy className={styles.unread}>
        <span style={{ width: `${skeletonWidths[index % 5]}%` }} />
      </span>
    )
  return (
    <>
      <span role="gridcell" className={cx(columnStyles.cell, columnStyles.check)}>
        <RowCheck name={`Select ${row.ref}`} checked={selected} onToggle={() => onToggle(index)} />
      </span>
      {cells.map(({ id, style }) => cellOf({ id, row, style, now }))}
    </>
  )
}, sameRow)

const skeletonWidths = [52, 38, 61, 45, 57]

/** A check box without the machinery of a form's: a table draws dozens of them in a frame. */
const RowCheck = ({ name, checked, onToggle }: { name: string; checked: boolean; onToggle: () => void }) => (
  <button
    type="button"
    role="checkbox"
    aria-checked={checked}
    aria-label={name}
    tabIndex={-1}
    className={styles.box}
    onClick={onToggle}
  >
    {checked && <Check size={11} strokeWidth={3} aria-hidden />}
  </button>
)

/** Lists answer new items with the same cases, and only what a row shows counts. */
function sameRow(one: RowProps, other: RowProps): boolean {
  const { item } = one
  const { item: next } = other
  if (one.selected !== other.selected || one.cells !== other.cells || one.now !== other.now) return false
  if (one.onToggle !== other.onToggle || one.onFold !== other.onFold) return false
  if (one.index !== other.index) return false
  if (item?.kind === 'group' || next?.kind === 'group') return JSON.stringify(item) === JSON.stringify(next)
  return item?.row === next?.row
}

interface GroupRowProps {
  index: number
  item: Extract<Item, { kind: 'group' }>
  span: number
  onFold: (index: number) => void
}

const GroupRow = ({ index, item: { label, total, folded }, span, onFold }: GroupRowProps) => {
  const Arrow = folded ? ChevronRight : ChevronDown
  return (
    <span role="gridcell" aria-colspan={span} className={styles.group}>
      <button
        type="button"
        tabIndex={-1}
        className={styles.fold}
        aria-expanded={!folded}
        aria-label={`${label}, ${countText(total)}`}
        onClick={() => onFold(index)}
      >
        <Arrow size={14} aria-hidden />
        <span className={styles.groupName}>{label}</span>
        <span className={styles.groupCount}>{total.toLocaleString('en')}</span>
      </button>
    </span>
  )
}
