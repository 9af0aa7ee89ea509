import {
  type KeyboardEvent,
  memo,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import type { CaseRow } from '../../../shared/contract/cases.ts'
import { useLook } from '../../app/look.ts'
import { cx } from '../../ui/cx.ts'
import type { MenuItem } from '../../ui/menu.tsx'
import type { Selection } from '../../ui/selection.ts'
import { VirtualList, type VirtualListHandle } from '../../ui/virtual-list.tsx'
import { ColumnHeader, cellStyle } from '../columns/column-header.tsx'
import { type Column, fitting } from '../columns/columns.ts'
import type { CaseList } from '../list/case-list.ts'
import type { Sort } from '../spec/spec.ts'
import styles from './queue.module.css'
import { Row, type RowProps } from './row.tsx'

export interface TableProps {
  list: CaseList
  columns: readonly Column[]
  onColumns: (columns: readonly Column[], how?: { keep?: boolean }) => void
  onSort: (sort: Sort, descending: boolean) => void
  active: number
  onActive: (index: number) => void
  selection: Selection
  /** How many of the cases shown can be selected. */
  total: number
  onOpen: (row: CaseRow, how: { beside: boolean }) => void
  menu: (row: CaseRow) => readonly MenuItem[]
  ref: RefObject<VirtualListHandle | null>
}

const headerHeight = 30
/** The column of check boxes, and the scroll bar. */
const besideColumns = 46
/** Two lines, where a passage of the text stands below the title. */
const tallBy = 1.6
const clockMs = 20_000

const useWidth = () => {
  const [width, setWidth] = useState(1200)
  const observer = useRef<ResizeObserver | null>(null)
  const measure = useCallback((element: HTMLElement | null) => {
    observer.current?.disconnect()
    if (!element) return
    observer.current = new ResizeObserver(([entry]) => {
      // A tab behind another one has no width, and keeps what it had.
      if (entry && entry.contentRect.width > 0) setWidth(Math.floor(entry.contentRect.width))
    })
    observer.current.observe(element)
  }, [])
  return { width, measure }
}

/** Milliseconds since 1970, for the ages of all rows: a clock of its own for each would cost more than the row. */
const useNow = () => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), clockMs)
    return () => clearInterval(timer)
  }, [])
  return now
}

const useCells = (columns: readonly Column[], width: number) => {
  const shown = useMemo(() => fitting(columns, width - besideColumns), [columns, width])
  const cells = useMemo(() => shown.map((column) => ({ id: column.id, style: cellStyle(column) })), [shown])
  return { shown, cells }
}

interface RowInput extends Pick<RowProps, 'cells' | 'now' | 'onToggle' | 'onFold'> {
  list: CaseList
  /** The list's; below 0 it shows nothing. */
  version: number
}

/** As long as what this answers stays the same, a row that stays in sight is not drawn anew. */
const useRow = ({ list, version, cells, now, onToggle, onFold }: RowInput) =>
  useCallback(
    (index: number, { selected }: { selected: boolean }) => (
      <Row
        index={index}
        item={version >= 0 ? list.itemAt(index) : undefined}
        {...{ cells, now, selected, onToggle, onFold }}
      />
    ),
    [list, version, cells, now, onToggle, onFold],
  )

export const Table = memo((props: TableProps) => {
  const { list, columns, active, onActive, selection, total } = props
  const version = useSyncExternalStore(list.subscribe, list.version)
  const { rowHeight } = useLook()
  const { width, measure } = useWidth()
  const { shown, cells } = useCells(columns, width)
  const now = useNow()
  const count = list.count()
  const range = useRef({ first: 0, last: 40 })

  const show = useCallback(
    (first: number, last: number) => {
      range.current = { first, last }
      list.show(first, last)
    },
    [list],
  )
  // Groups that come later, and rows below a fold, are in sight without any scrolling.
  useEffect(() => {
    if (count > 0) list.show(range.current.first, Math.min(range.current.last, count - 1))
  }, [list, count])

  // Another question starts at its top; the same rows show it, since new ones would cost many times more.
  const { ref } = props
  const question = `${list.ask.query} ${list.ask.sort} ${list.ask.descending} ${list.ask.group}`
  const asked = useRef(question)
  useEffect(() => {
    if (asked.current === question) return
    asked.current = question
    ref.current?.reveal(0)
  }, [question, ref])

  const fold = useCallback(
    (index: number, to?: boolean) => {
      const heading = list.fold(index, to)
      if (heading !== undefined) onActive(heading)
    },
    [list, onActive],
  )
  const { onSelect } = selection
  const toggle = useCallback((index: number) => onSelect({ kind: 'toggle', index }), [onSelect])
  const onFold = useCallback((index: number) => fold(index), [fold])

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowLeft: true, ArrowRight: false }[event.key]
    if (to === undefined || list.ask.group === 'none' || event.altKey || event.ctrlKey || event.metaKey)
      return
    if (event.target instanceof Element && event.target.closest('button, input')) return
    event.preventDefault()
    fold(active, to)
  }
  const open = (index: number, how: { beside: boolean }) => {
    const item = list.itemAt(index)
    if (item?.kind === 'group') fold(index)
    else if (item?.row) props.onOpen(item.row, how)
  }
  const menu = (index: number) => {
    const item = list.itemAt(index)
    return item?.kind === 'case' && item.row ? props.menu(item.row) : []
  }
  const row = useRow({ list, version, cells, now, onToggle: toggle, onFold })
  const all = selection.keys.size > 0 && selection.keys.size >= total
  return (
    <div
      ref={measure}
      className={cx(styles.body, selection.keys.size > 0 && styles.selecting)}
      role="group"
      aria-label="Cases"
      onKeyDown={onKeyDown}
    >
      <VirtualList
        ref={ref}
        label="Cases"
        count={count}
        rowHeight={list.ask.snippets ? Math.round(rowHeight * tallBy) : rowHeight}
        columns={shown.length + 1}
        headerHeight={headerHeight}
        header={
          <div style={{ height: headerHeight }} role="presentation">
            <ColumnHeader
              columns={shown}
              sort={list.ask.sort}
              descending={list.ask.descending}
              onSort={props.onSort}
              onColumns={(next, how) => props.onColumns(withHidden(columns, shown, next), how)}
              selected={all || (selection.keys.size > 0 && 'mixed')}
              onSelectAll={(every) => onSelect({ kind: every ? 'all' : 'none' })}
            />
          </div>
        }
        active={active}
        onActiveChange={onActive}
        isSelected={selection.isSelected}
        anySelected={selection.keys.size > 0}
        onSelect={onSelect}
        onOpen={open}
        onRangeChange={show}
        menu={menu}
        row={row}
      />
    </div>
  )
})

/** A change of the columns that fit, with the others where they were. */
const withHidden = (
  columns: readonly Column[],
  shown: readonly Column[],
  next: readonly Column[],
): readonly Column[] => {
  const isShown = new Set(shown.map(({ id }) => id))
  const rest = [...next]
  const merged = columns.flatMap((column) => {
    if (!isShown.has(column.id)) return [column]
    const taken = rest.shift()
    return taken ? [taken] : []
  })
  return [...merged, ...rest]
}
