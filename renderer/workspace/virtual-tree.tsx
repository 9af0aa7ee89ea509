import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { ContextMenu, type MenuItem } from '../ui/menu.tsx'
import { treeMove } from './tree-keys.ts'
import type { TreeRow } from './tree-store.ts'
import styles from './workspace.module.css'

export interface VirtualTreeProps {
  label: string
  rows: readonly TreeRow[]
  keyOf: (row: TreeRow) => string
  rowHeight: number
  active: number
  onActiveChange: (index: number) => void
  onEnter: (index: number) => void
  onExpand: (path: string) => void
  onCollapse: (path: string) => void
  /** An entry that was not read yet came into sight. */
  onUnreadSeen: (folder: string, at: number) => void
  onRename: () => void
  onDelete: () => void
  menu: readonly MenuItem[]
  row: (row: TreeRow) => ReactNode
}

/** Rows drawn above and below what is seen. */
const spare = 12

/** A tree of any length: only what is seen is drawn, and the focus is the tree's own. */
export const VirtualTree = (props: VirtualTreeProps) => {
  const { label, rows, keyOf, rowHeight, active, row, menu } = props
  const scroller = useRef<HTMLDivElement>(null)
  const id = useId()
  const { first, last } = useWindow(scroller, rows.length, rowHeight)
  const shown = rows.slice(first, last)
  const { onUnreadSeen } = props
  useEffect(() => {
    // What is seen at one time lies in few parts, each of which is asked for once.
    for (const one of shown) if (one.is === 'unread') onUnreadSeen(one.folder, one.at)
  }, [shown, onUnreadSeen])

  const reveal = (index: number) => {
    const element = scroller.current
    if (!element) return
    const top = index * rowHeight
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top + rowHeight - element.clientHeight
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1)
    const move = treeMove(event.key, { rows, active, page })
    if (!move) return
    event.preventDefault()
    event.stopPropagation()
    if (move.is === 'to') {
      props.onActiveChange(move.index)
      return reveal(move.index)
    }
    if (move.is === 'enter') props.onEnter(active)
    if (move.is === 'expand') props.onExpand(move.path)
    if (move.is === 'collapse') props.onCollapse(move.path)
    if (move.is === 'rename') props.onRename()
    if (move.is === 'delete') props.onDelete()
  }
  const indexAt = (event: MouseEvent): number | null => {
    const element = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-index]') : null
    return element ? Number(element.dataset.index) : null
  }
  const press = (event: MouseEvent, act: (index: number) => void) => {
    const index = indexAt(event)
    if (index === null) return
    props.onActiveChange(index)
    act(index)
  }
  return (
    <ContextMenu items={menu}>
      <div
        ref={scroller}
        className={styles.tree}
        role="tree"
        aria-label={label}
        tabIndex={0}
        data-pane-focus
        aria-activedescendant={
          active >= first && active < last && rows.length > 0 ? `${id}-${active}` : undefined
        }
        onKeyDown={onKeyDown}
        onClick={(event) => press(event, props.onEnter)}
        onContextMenu={(event) => press(event, () => undefined)}
      >
        <div role="presentation" style={{ height: rows.length * rowHeight, position: 'relative' }}>
          {shown.map((one, offset) => {
            const index = first + offset
            return (
              <div
                key={keyOf(one)}
                id={`${id}-${index}`}
                role="treeitem"
                tabIndex={-1}
                data-index={index}
                className={styles.item}
                style={{ top: index * rowHeight, height: rowHeight }}
                aria-level={one.level}
                aria-selected={index === active}
                {...(one.is === 'entry' && {
                  'aria-setsize': one.of,
                  'aria-posinset': one.at,
                  ...(one.entry.kind === 'folder' && { 'aria-expanded': one.open }),
                })}
              >
                {row(one)}
              </div>
            )
          })}
        </div>
      </div>
    </ContextMenu>
  )
}

const useWindow = (scroller: RefObject<HTMLDivElement | null>, count: number, rowHeight: number) => {
  const [seen, setSeen] = useState({ top: 0, height: 600 })
  useLayoutEffect(() => {
    const element = scroller.current
    if (!element) return
    const measure = () => setSeen({ top: element.scrollTop, height: element.clientHeight })
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    measure()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [scroller])
  const first = Math.max(0, Math.min(count, Math.floor(seen.top / rowHeight)) - spare)
  const last = Math.min(count, Math.ceil((seen.top + seen.height) / rowHeight) + spare)
  return { first, last }
}
