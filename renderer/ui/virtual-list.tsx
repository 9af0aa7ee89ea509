import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type Ref,
  type SyntheticEvent,
  useId,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type ListMove, listMove } from './list-keys.ts'
import { ContextMenu, type MenuItem } from './menu.tsx'
import type { SelectIntent } from './selection.ts'
import styles from './virtual-list.module.css'
import { type RowState, VirtualRows, type VirtualRowsHandle } from './virtual-rows.tsx'

export interface VirtualListHandle {
  focus(): void
  reveal(index: number): void
}

export interface VirtualListProps {
  /** The accessible name. */
  label: string
  count: number
  /** Pixels; see `rowHeights` in theme.ts. */
  rowHeight: number
  /**
   * Draws a row. With `columns`, each cell is an element with role="gridcell"; without, the row is one cell.
   * Buttons inside have tabIndex -1.
   */
  row: (index: number, state: RowState) => ReactNode
  columns?: number | undefined
  /** A row of column headings that sticks to the top: an element with role="row". */
  header?: ReactNode
  headerHeight?: number | undefined
  active: number
  onActiveChange: (index: number) => void
  isSelected?: ((index: number) => boolean) | undefined
  anySelected?: boolean | undefined
  onSelect?: ((intent: SelectIntent) => void) | undefined
  /** Enter or double click; a plain click too with `openOnClick`. `beside` keeps what is open (Ctrl or Cmd held). */
  onOpen?: ((index: number, how: { beside: boolean }) => void) | undefined
  openOnClick?: boolean | undefined
  /** The list, or something in it, has the focus now. */
  onFocus?: (() => void) | undefined
  /** The rows drawn, to load what they show. */
  onRangeChange?: ((first: number, last: number) => void) | undefined
  /** The context menu of the active row. */
  menu?: ((index: number) => readonly MenuItem[]) | undefined
  ref?: Ref<VirtualListHandle> | undefined
}

const inRow = 'button, a, input, select, textarea, [contenteditable]'

/** One tab stop, however many rows: the focus is the list's, the active row is told by aria-activedescendant. */
export const VirtualList = (props: VirtualListProps) => {
  const { label, count, rowHeight, row, columns, header, headerHeight = 0, active, ref } = props
  const scroller = useRef<HTMLDivElement>(null)
  const anchor = useRef(active)
  const id = useId()
  const rows = useRef<VirtualRowsHandle>(null)
  // The rows ask the scroller for its size, so it must be there before them.
  const [laidOut, setLaidOut] = useState(false)
  useLayoutEffect(() => setLaidOut(true), [])
  const focused = useRef<number>(undefined)
  const [activeDrawn, setActiveDrawn] = useState(false)
  const reveal = (index: number) => rows.current?.reveal(index)

  useImperativeHandle(
    ref,
    () => ({
      focus: () => scroller.current?.focus(),
      reveal: (index) => rows.current?.reveal(index),
    }),
    [],
  )

  const apply = (move: ListMove) => {
    if (move.anchor !== undefined) anchor.current = move.anchor
    if (move.active !== undefined) {
      props.onActiveChange(move.active)
      reveal(move.active)
    }
    if (move.select) props.onSelect?.(move.select)
    if (move.open) props.onOpen?.(move.active ?? active, move.open)
  }

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    if (event.target instanceof Element && event.target.closest(inRow)) return
    const page = Math.max(
      1,
      Math.floor(((scroller.current?.clientHeight ?? 0) - headerHeight) / rowHeight) - 1,
    )
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event
    const move = listMove(
      { key, shift: shiftKey, mod: ctrlKey || metaKey, alt: altKey },
      { active, count, page, anchor: anchor.current, anySelected: props.anySelected ?? false },
    )
    if (!move || (move.select && !props.onSelect && move.active === undefined)) return
    event.preventDefault()
    event.stopPropagation()
    apply(move)
  }

  const indexAt = (event: SyntheticEvent): number | undefined => {
    const element = event.target instanceof Element ? event.target.closest('[data-index]') : null
    return element instanceof HTMLElement ? Number(element.dataset.index) : undefined
  }

  const onClick = (event: MouseEvent<HTMLDivElement>) => {
    const index = indexAt(event)
    if (index === undefined || (event.target instanceof Element && event.target.closest(inRow))) return
    const { shiftKey, ctrlKey, metaKey } = event
    if (shiftKey && props.onSelect) {
      return apply({ active: index, select: { kind: 'range', from: anchor.current, to: index } })
    }
    if ((ctrlKey || metaKey) && props.onSelect)
      return apply({ active: index, anchor: index, select: { kind: 'toggle', index } })
    apply({ active: index, anchor: index, ...(props.openOnClick && { open: { beside: false } }) })
  }

  const onDoubleClick = (event: MouseEvent<HTMLDivElement>) => {
    const index = indexAt(event)
    if (index !== undefined && !props.openOnClick) apply({ active: index, open: { beside: event.ctrlKey } })
  }

  const onContextMenu = (event: MouseEvent<HTMLDivElement>) => {
    const index = indexAt(event)
    if (index !== undefined) apply({ active: index, anchor: index })
  }

  const headerRows = header ? 1 : 0
  const list = (
    <div
      ref={scroller}
      className={styles.list}
      role="grid"
      tabIndex={0}
      aria-label={label}
      aria-rowcount={count + headerRows}
      aria-colcount={columns ?? 1}
      aria-multiselectable={props.onSelect ? true : undefined}
      aria-activedescendant={activeDrawn ? `${id}-${active}` : undefined}
      onFocus={(event) => {
        focused.current = indexAt(event)
        props.onFocus?.()
      }}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
      onContextMenu={onContextMenu}
    >
      {header && <div className={styles.header}>{header}</div>}
      {laidOut && (
        <VirtualRows
          ref={rows}
          {...{ scroller, focused, id, count, rowHeight, headerHeight, headerRows, active, row }}
          whole={columns === undefined}
          selectable={props.onSelect !== undefined}
          isSelected={props.isSelected}
          onRangeChange={props.onRangeChange}
          onActiveDrawn={setActiveDrawn}
        />
      )}
    </div>
  )
  return props.menu ? <ContextMenu items={props.menu(active)}>{list}</ContextMenu> : list
}
