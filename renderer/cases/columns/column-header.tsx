import { ArrowDown, ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { Checkbox } from '../../ui/checkbox.tsx'
import { cx } from '../../ui/cx.ts'
import { ContextMenu } from '../../ui/menu.tsx'
import { descendsByNature, type Sort } from '../spec/spec.ts'
import styles from './columns.module.css'
import { type Column, columnFacts, moved, resized, toggled } from './columns.ts'

export interface ColumnHeaderProps {
  columns: readonly Column[]
  sort: Sort
  descending: boolean
  onSort: (sort: Sort, descending: boolean) => void
  onColumns: (columns: readonly Column[], how?: { keep?: boolean }) => void
  selected: boolean | 'mixed'
  onSelectAll: (all: boolean) => void
}

const keyStep = 16
const dragged = 'application/x-casebench-column'

export const cellStyle = ({ id, width }: Column) =>
  id === 'title'
    ? { flex: `1 1 ${columnFacts(id).least}px`, minWidth: 120 }
    : { flex: `0 0 ${width}px`, width }

export const ColumnHeader = (props: ColumnHeaderProps) => (
  <div role="row" className={styles.head}>
    <span role="columnheader" className={cx(styles.heading, styles.check)} aria-label="Selected">
      <Checkbox
        checked={props.selected}
        onChange={(checked) => props.onSelectAll(checked)}
        name="Select all cases of this search"
        tabIndex={-1}
      />
    </span>
    {props.columns.map((column) => (
      <Heading key={column.id} {...props} column={column} />
    ))}
  </div>
)

const Heading = ({
  column,
  columns,
  sort,
  descending,
  onSort,
  onColumns,
}: ColumnHeaderProps & { column: Column }) => {
  const { name, heading = name, sort: own } = columnFacts(column.id)
  const [over, setOver] = useState(false)
  const at = columns.findIndex(({ id }) => id === column.id)
  const sorted = own !== undefined && own === sort
  const Arrow = descending ? ArrowDown : ArrowUp
  const sortBy = () => own && onSort(own, sorted ? !descending : descendsByNature(own))

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step || !(event.altKey || event.shiftKey)) return
    event.preventDefault()
    onColumns(
      event.altKey
        ? moved(columns, column.id, at + step)
        : resized(columns, column.id, column.width + step * keyStep),
    )
  }
  const items = [
    ...(own
      ? [
          { label: 'Sort ascending', icon: ArrowUp, run: () => onSort(own, false) },
          { label: 'Sort descending', icon: ArrowDown, run: () => onSort(own, true) },
          'separator' as const,
        ]
      : []),
    {
      label: 'Move left',
      shortcut: 'Alt+ArrowLeft',
      disabled: at === 0,
      run: () => onColumns(moved(columns, column.id, at - 1)),
    },
    {
      label: 'Move right',
      shortcut: 'Alt+ArrowRight',
      disabled: at === columns.length - 1,
      run: () => onColumns(moved(columns, column.id, at + 1)),
    },
    { label: 'Hide', disabled: column.id === 'title', run: () => onColumns(toggled(columns, column.id)) },
  ]
  const ariaSort = sorted ? (descending ? 'descending' : 'ascending') : own && 'none'
  return (
    <ContextMenu items={items}>
      <span
        role="columnheader"
        aria-sort={ariaSort}
        className={cx(styles.heading, over && styles.target)}
        style={cellStyle(column)}
        draggable
        onDragStart={(event) => event.dataTransfer.setData(dragged, column.id)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(dragged)) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          setOver(false)
          const id = columns.find((one) => one.id === event.dataTransfer.getData(dragged))?.id
          if (id) onColumns(moved(columns, id, at))
        }}
      >
        <button
          type="button"
          className={cx(styles.sorter, sorted && styles.sorted)}
          title={heading === name ? undefined : name}
          onClick={sortBy}
          onKeyDown={onKeyDown}
        >
          <span className={styles.cut}>{heading}</span>
          {sorted && <Arrow size={12} aria-hidden />}
        </button>
        {column.id !== 'title' && (
          <Grip
            width={column.width}
            onWidth={(width, how) => onColumns(resized(columns, column.id, width), how)}
          />
        )}
      </span>
    </ContextMenu>
  )
}

const Grip = ({
  width,
  onWidth,
}: {
  width: number
  onWidth: (width: number, how: { keep: boolean }) => void
}) => {
  const from = useRef<{ x: number; width: number } | null>(null)
  const to = ({ clientX }: PointerEvent) =>
    from.current ? from.current.width + clientX - from.current.x : width
  return (
    <span
      className={styles.grip}
      aria-hidden
      draggable
      onDragStart={(event) => {
        event.preventDefault()
        event.stopPropagation()
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        from.current = { x: event.clientX, width }
      }}
      onPointerMove={(event) => from.current && onWidth(to(event), { keep: false })}
      onPointerUp={(event) => {
        if (from.current) onWidth(to(event), { keep: true })
        from.current = null
      }}
    />
  )
}
