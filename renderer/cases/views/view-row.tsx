import { ArrowDown, ArrowUp, Ellipsis, Pencil, Trash2 } from 'lucide-react'
import { type KeyboardEvent, useState } from 'react'
import type { SavedView } from '../../../shared/contract/desk.ts'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { ContextMenu, Menu, type MenuItem } from '../../ui/menu.tsx'
import { countText } from '../list/count-text.ts'
import styles from './views.module.css'

export interface ViewRowProps {
  view: SavedView
  at: number
  last: boolean
  total: number | undefined
  chosen: boolean
  onChoose: () => void
  onRename: (name: string) => void
  onMove: (to: number) => void
  /** Another view was dropped on this one. */
  onMoveHere: (id: string) => void
  onRemove: () => void
}

const dragged = 'application/x-casebench-view'

export const ViewRow = (props: ViewRowProps) => {
  const { view, at, last, chosen, onMove } = props
  const [naming, setNaming] = useState(false)
  const [over, setOver] = useState(false)
  const items: MenuItem[] = [
    { label: 'Rename', icon: Pencil, shortcut: 'F2', run: () => setNaming(true) },
    {
      label: 'Move up',
      icon: ArrowUp,
      shortcut: 'Alt+ArrowUp',
      disabled: at === 0,
      run: () => onMove(at - 1),
    },
    {
      label: 'Move down',
      icon: ArrowDown,
      shortcut: 'Alt+ArrowDown',
      disabled: last,
      run: () => onMove(at + 1),
    },
    'separator',
    { label: 'Delete the view', icon: Trash2, danger: true, run: props.onRemove },
  ]
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (event.key === 'F2') setNaming(true)
    else if (step && event.altKey) onMove(at + step)
    else return
    event.preventDefault()
  }
  if (naming)
    return (
      <li className={styles.view}>
        <NameInput
          name={view.name}
          onDone={(name) => {
            setNaming(false)
            if (name !== '' && name !== view.name) props.onRename(name)
          }}
        />
      </li>
    )
  return (
    <ContextMenu items={items}>
      <li
        className={cx(styles.view, chosen && styles.chosen, over && styles.over)}
        draggable
        onDragStart={(event) => event.dataTransfer.setData(dragged, view.id)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes(dragged)) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          setOver(false)
          props.onMoveHere(event.dataTransfer.getData(dragged))
        }}
      >
        <ViewButton {...props} onKeyDown={onKeyDown} />
        <span className={styles.more}>
          <Menu
            align="end"
            trigger={<IconButton icon={Ellipsis} size="small" label={`Acts on ${view.name}`} />}
            items={items}
          />
        </span>
      </li>
    </ContextMenu>
  )
}

const ViewButton = ({
  view,
  total,
  chosen,
  onChoose,
  onKeyDown,
}: ViewRowProps & { onKeyDown: (event: KeyboardEvent) => void }) => (
  <button
    type="button"
    className={styles.choose}
    aria-current={chosen ? 'true' : undefined}
    aria-label={total === undefined ? view.name : `${view.name}, ${countText(total)}`}
    onClick={onChoose}
    onKeyDown={onKeyDown}
  >
    <span className={styles.viewName}>{view.name}</span>
    <span className={styles.total}>{total?.toLocaleString('en')}</span>
  </button>
)

const NameInput = ({ name, onDone }: { name: string; onDone: (name: string) => void }) => {
  const [text, setText] = useState(name)
  return (
    <Input
      aria-label="Name of the view"
      value={text}
      maxLength={100}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => onDone(text.trim())}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone(text.trim())
        else if (event.key === 'Escape') onDone(name)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    />
  )
}
