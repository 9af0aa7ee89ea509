import { type ReactNode, useState } from 'react'
import type { MenuItem } from '../../ui/menu.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import styles from './sync.module.css'

export interface WorklistProps<T extends { id: string }> {
  label: string
  items: readonly T[]
  /** Pixels. */
  rowHeight: number
  /** Rows in sight before the list scrolls. */
  shown: number
  row: (item: T) => ReactNode
  onOpen: (item: T) => void
  menu: (item: T) => readonly MenuItem[]
  /** The item that the keys are about, told when the list has the focus. */
  onCurrent: (item: T) => void
}

/** A list of things that wait: arrows move, Enter opens, the acts have keys and a menu. */
export const Worklist = <T extends { id: string }>(props: WorklistProps<T>) => {
  const { label, items, rowHeight, shown, row, onOpen, menu, onCurrent } = props
  const [wanted, setWanted] = useState(0)
  const active = Math.min(wanted, items.length - 1)
  const tell = (index: number) => {
    const item = items[index]
    if (item) onCurrent(item)
  }
  return (
    <div className={styles.list} style={{ height: Math.min(items.length, shown) * rowHeight + 2 }}>
      <VirtualList
        label={label}
        onFocus={() => tell(active)}
        count={items.length}
        rowHeight={rowHeight}
        active={active}
        onActiveChange={(index) => {
          setWanted(index)
          tell(index)
        }}
        onOpen={(index) => {
          const item = items[index]
          if (item) onOpen(item)
        }}
        menu={(index) => {
          const item = items[index]
          return item ? menu(item) : []
        }}
        row={(index) => {
          const item = items[index]
          return item && row(item)
        }}
      />
    </div>
  )
}
