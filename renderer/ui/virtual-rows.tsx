import {
  memo,
  type ReactNode,
  type Ref,
  type RefObject,
  useEffect,
  useImperativeHandle,
  useLayoutEffect,
} from 'react'
import { cx } from './cx.ts'
import { useTallScroll } from './use-tall-scroll.ts'
import styles from './virtual-list.module.css'

export interface RowState {
  active: boolean
  selected: boolean
}

export interface VirtualRowsHandle {
  reveal(index: number): void
}

interface VirtualRowsProps {
  scroller: RefObject<HTMLDivElement | null>
  /** The row in which a button or the like has the focus. */
  focused: RefObject<number | undefined>
  /** Of the list; the active row's is made of it. */
  id: string
  count: number
  rowHeight: number
  headerHeight: number
  headerRows: number
  active: number
  selectable: boolean
  /** A row is one cell. */
  whole: boolean
  row: (index: number, state: RowState) => ReactNode
  isSelected: ((index: number) => boolean) | undefined
  onRangeChange: ((first: number, last: number) => void) | undefined
  onActiveDrawn: (drawn: boolean) => void
  ref: Ref<VirtualRowsHandle>
}

/** All that is drawn anew while a list scrolls. */
export const VirtualRows = memo((props: VirtualRowsProps) => {
  const { scroller, focused, count, rowHeight, headerHeight, active } = props
  const { isSelected, onRangeChange, onActiveDrawn } = props
  const { rows, first, last, height, shift, reveal } = useTallScroll({
    scroller,
    count,
    rowHeight,
    headerHeight,
  })

  useEffect(() => {
    if (last >= first) onRangeChange?.(first, last)
  }, [first, last, onRangeChange])
  const activeDrawn = active >= first && active <= last
  useEffect(() => onActiveDrawn(activeDrawn), [activeDrawn, onActiveDrawn])
  useImperativeHandle(props.ref, () => ({ reveal }), [reveal])

  // The element goes on to show another row, and what was pressed in this one must not be pressed there.
  useLayoutEffect(() => {
    const index = focused.current
    if (index === undefined || (index >= first && index <= last)) return
    focused.current = undefined
    const element = scroller.current
    if (element?.contains(document.activeElement)) element.focus({ preventScroll: true })
  }, [first, last, scroller, focused])

  return (
    <div
      className={styles.spacer}
      style={{ height, ['--row-height' as string]: `${rowHeight}px` }}
      role="presentation"
    >
      {rows.map(({ index, start, slot }) => (
        <ListRow
          key={slot}
          id={index === active ? `${props.id}-${index}` : undefined}
          index={index}
          ariaIndex={index + 1 + props.headerRows}
          top={start - shift}
          height={rowHeight}
          active={index === active}
          selected={isSelected?.(index) ?? false}
          selectable={props.selectable}
          whole={props.whole}
          row={props.row}
        />
      ))}
    </div>
  )
})

interface ListRowProps extends RowState {
  id: string | undefined
  index: number
  ariaIndex: number
  top: number
  height: number
  selectable: boolean
  whole: boolean
  row: (index: number, state: RowState) => ReactNode
}

const ListRow = memo((props: ListRowProps) => {
  const { index, top, height, active, selected } = props
  const content = props.row(index, { active, selected })
  return (
    <div
      id={props.id}
      data-index={index}
      role="row"
      aria-rowindex={props.ariaIndex}
      aria-selected={props.selectable ? selected : active}
      className={cx(styles.row, active && styles.active, selected && styles.selected)}
      style={{ height, top }}
    >
      {props.whole ? (
        <div role="gridcell" className={styles.whole}>
          {content}
        </div>
      ) : (
        content
      )}
    </div>
  )
})
