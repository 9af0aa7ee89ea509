import { ChevronDown, ChevronRight } from 'lucide-react'
import { memo } from 'react'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/cx.ts'
import { cellOf } from '../columns/cells.tsx'
import { cellStyle } from '../columns/column-header.tsx'
import columnStyles from '../columns/columns.module.css'
import type { Column } from '../columns/columns.ts'
import type { Item } from '../list/case-list.ts'
import { countText } from '../list/count-text.ts'
import styles from './queue.module.css'

export interface RowProps {
  index: number
  item: Item | undefined
  columns: readonly Column[]
  selected: boolean
  onToggle: (index: number) => void
  onFold: (index: number) => void
}

const skeletonWidths = [70, 55, 84, 62, 76]

/** One row of the table: a case, the heading of a group, or the place of a case that is being read. */
export const Row = memo(({ index, item, columns, selected, onToggle, onFold }: RowProps) => {
  if (item?.kind === 'group')
    return (
      <GroupRow
        index={index}
        label={item.label}
        total={item.total}
        folded={item.folded}
        onFold={onFold}
        span={columns.length + 1}
      />
    )
  const row = item?.row
  return (
    <>
      <span role="gridcell" className={cx(columnStyles.cell, columnStyles.check, styles.check)}>
        {row && (
          <Checkbox
            checked={selected}
            onChange={() => onToggle(index)}
            name={`Select ${row.ref}`}
            tabIndex={-1}
          />
        )}
      </span>
      {columns.map((column) => (
        <span key={column.id} role="gridcell" className={columnStyles.cell} style={cellStyle(column)}>
          {row ? (
            cellOf(column.id, row)
          ) : (
            <span className={columnStyles.line} style={{ width: `${skeletonWidths[index % 5]}%` }} />
          )}
        </span>
      ))}
    </>
  )
}, sameRow)

/** Lists answer new items with the same cases, and only what a row shows counts. */
function sameRow(one: RowProps, other: RowProps): boolean {
  const { item, ...rest } = one
  const { item: next, ...others } = other
  if (Object.entries(rest).some(([name, value]) => others[name as keyof typeof others] !== value))
    return false
  if (item?.kind === 'group' || next?.kind === 'group') return JSON.stringify(item) === JSON.stringify(next)
  return item?.row === next?.row
}

const GroupRow = ({
  index,
  label,
  total,
  folded,
  onFold,
  span,
}: {
  index: number
  label: string
  total: number
  folded: boolean
  onFold: (index: number) => void
  span: number
}) => {
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
