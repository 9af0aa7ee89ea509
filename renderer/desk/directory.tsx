import { type LucideIcon, Plus, Search } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react'
import type { CommandContext } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { useLook } from '../app/look.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Input } from '../ui/input.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { VirtualList, type VirtualListHandle } from '../ui/virtual-list.tsx'
import styles from './desk.module.css'
import { type ReadRows, useRows } from './use-rows.ts'

export interface DirectoryProps<T> {
  /** Of the place, and the first part of its commands' ids. */
  id: string
  title: string
  /** What one and many of them are called. */
  nouns: readonly [string, string]
  read: ReadRows<T>
  fresh: number
  row: (row: T) => ReactNode
  isChosen: (row: T) => boolean
  onOpen: (row: T) => void
  /** What makes a new one; left out where nobody makes them here. */
  onNew?: (() => void) | undefined
  icon: LucideIcon
  /** What belongs here, for an empty list. */
  empty: string
  /** The page of the chosen one; null while none is chosen. */
  page: ReactNode
  /** What stands there instead, where there is something to choose. */
  unchosen: string
  /** Dialogs. */
  children?: ReactNode
}

/** A searched list on the left, the page of what was chosen on the right. */
export const Directory = <T,>(props: DirectoryProps<T>) => {
  const { id, title, nouns, onNew, page, children } = props
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const field = useRef<HTMLInputElement>(null)
  const list = useRef<VirtualListHandle>(null)
  const rows = useRows(props.read, search, props.fresh)
  const one = nouns[0]

  useCommands([
    {
      id: `${id}.search`,
      title: `Search the ${nouns[1]}`,
      section: title,
      shortcut: ['/'],
      run: () => field.current?.select(),
    },
    {
      id: `${id}.list`,
      title: `Go to the list of ${nouns[1]}`,
      section: title,
      shortcut: ['l'],
      run: () => list.current?.focus(),
    },
    ...(onNew
      ? [
          {
            id: `${id}.new`,
            title: `New ${one}`,
            section: title,
            shortcut: ['n'],
            run: (_: CommandContext) => onNew(),
          },
        ]
      : []),
  ])

  const onKeyDown = (event: KeyboardEvent) => {
    const found = rows.rowAt(0)
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') list.current?.focus()
    else if (event.key === 'Enter' && found) props.onOpen(found)
    else if (event.key === 'Escape' && search) setSearch('')
    else return
    event.preventDefault()
  }
  return (
    <div className={styles.place} data-chosen={page !== null || undefined}>
      <section className={styles.directory} aria-label={title}>
        <header className={styles.head}>
          <h1>{title}</h1>
          <span className={styles.count} role="status">
            {rows.total?.toLocaleString('en')}
          </span>
          {onNew && <IconButton icon={Plus} label={`New ${one}`} shortcut="n" onClick={onNew} />}
        </header>
        <div className={styles.search}>
          <Input
            ref={field}
            icon={Search}
            type="search"
            aria-label={`Search the ${nouns[1]}`}
            placeholder={`Search the ${nouns[1]}`}
            maxLength={200}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value)
              setActive(0)
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        <Listed
          {...props}
          rows={rows}
          search={search}
          active={active}
          onActiveChange={setActive}
          list={list}
        />
      </section>
      <div className={styles.page}>
        {page ??
          (rows.total ? (
            <EmptyState icon={props.icon} title={`No ${one} chosen`} text={props.unchosen} />
          ) : null)}
      </div>
      {children}
    </div>
  )
}

interface ListedProps<T> extends DirectoryProps<T> {
  rows: ReturnType<typeof useRows<T>>
  search: string
  active: number
  onActiveChange: (index: number) => void
  list: React.RefObject<VirtualListHandle | null>
}

const Listed = <T,>(props: ListedProps<T>) => {
  const { rows, search, nouns, title, onNew, icon } = props
  const { rowHeight } = useLook()
  if (rows.error)
    return (
      <ErrorState title={`The ${nouns[1]} cannot be read`} error={rows.error}>
        <Button look="primary" onClick={rows.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (rows.total === undefined) return <Skeleton lines={8} />
  if (rows.total === 0 && search)
    return <EmptyState icon={Search} title={`No ${nouns[0]} is called that`} text="Try a part of the name." />
  if (rows.total === 0)
    return (
      <EmptyState icon={icon} title={`No ${nouns[1]} yet`} text={props.empty}>
        {onNew && (
          <Button look="primary" onClick={onNew}>
            New {nouns[0]}
          </Button>
        )}
      </EmptyState>
    )
  return (
    <VirtualList
      // A new search begins at the top.
      key={search}
      ref={props.list}
      label={title}
      count={rows.total}
      rowHeight={rowHeight + 16}
      active={Math.min(props.active, rows.total - 1)}
      onActiveChange={props.onActiveChange}
      openOnClick
      onOpen={(index) => {
        const row = rows.rowAt(index)
        if (row) props.onOpen(row)
      }}
      onRangeChange={rows.onRangeChange}
      row={(index) => {
        const row = rows.rowAt(index)
        if (row === undefined) return null
        return (
          <div className={styles.row} data-chosen={props.isChosen(row) || undefined}>
            {props.row(row)}
          </div>
        )
      }}
    />
  )
}
