import { type RefObject, useState } from 'react'
import { Begin } from '../../app/begin.tsx'
import { useBench } from '../../app/bench.ts'
import type { TabViewProps } from '../../app/feature.ts'
import { useLive } from '../../client/use-live.ts'
import { cx } from '../../ui/cx.ts'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { VirtualListHandle } from '../../ui/virtual-list.tsx'
import { writeColumns } from '../columns/columns.ts'
import { useColumns } from '../columns/use-columns.ts'
import type { Ask } from '../list/ask.ts'
import { rowAt, tagsOf } from '../list/item.ts'
import { type ShownList, useCaseList } from '../list/use-case-list.ts'
import { type Search, useSearch } from '../search/use-search.ts'
import { hasWords } from '../search/words.ts'
import { type Queue, useKeepRoute, useQueue } from '../spec/use-spec.ts'
import { BulkBar, type BulkMenu } from './bulk-bar.tsx'
import { NoCases } from './no-cases.tsx'
import styles from './queue.module.css'
import { QueueHead, type QueueMenu } from './queue-head.tsx'
import { rowMenu } from './row-menu.ts'
import { selectionText } from './selection-text.ts'
import { Table } from './table.tsx'
import { type Bulk, useBulk } from './use-bulk.ts'
import { type CaseActs, useCaseActs } from './use-case-acts.ts'
import { type Choice, useChoice } from './use-choice.ts'
import { useFocus } from './use-focus.ts'
import { useQueueCommands } from './use-queue-commands.ts'

const QueueTab = ({ active }: TabViewProps) => {
  const { client } = useBench()
  const queue = useQueue()
  useKeepRoute(queue)
  const all = useLive(
    (signal) => client.cases.watchCounts({ queries: ['', 'is:trashed'] }, { signal }),
    [client],
  )
  if (!queue || all.state === 'loading') return <Skeleton lines={12} label="Reading the queue" />
  if (all.value?.totals.every((total) => total === 0)) return <Begin />
  return <QueueView queue={queue} active={active} />
}

const askOf = (queue: Queue, { asked }: Search): Ask | null => {
  if (!asked) return null
  const { sort, descending, group } = queue.specFor(asked.query, asked.typing)
  return { ...asked, sort, descending, group, snippets: hasWords(asked.query, asked.typing) }
}

const QueueView = ({ queue, active: inFront }: { queue: Queue; active: boolean }) => {
  const search = useSearch(queue)
  const ask = askOf(queue, search)
  const shown = useCaseList(ask)
  const { list } = shown
  const { columns, set: setColumns } = useColumns(queue.spec.view)
  const choice = useChoice(list)
  const [menu, setMenu] = useState<QueueMenu | null>(null)
  const [bulkMenu, setBulkMenu] = useState<BulkMenu | null>(null)
  const focus = useFocus({ inFront, listed: list !== null })
  const bulk = useBulk({
    targets: choice.targets,
    onDone: focus.toTable,
    onGone: choice.selection.clear,
  })
  const acts = useCaseActs({ route: queue.route, onOpen: search.remember, onBack: focus.toTable })
  const { selection, active } = choice
  const row = () => (list ? rowAt(list, active) : undefined)
  const startBulk = (name: BulkMenu) => {
    if (selection.keys.size === 0 && row()) selection.onSelect({ kind: 'toggle', index: active })
    setBulkMenu(name)
  }
  useQueueCommands({
    inFront,
    queue,
    row,
    choice,
    bulk,
    acts,
    setMenu,
    startBulk,
    focusSearch: focus.toSearch,
  })

  const counted = list?.total() ?? null
  return (
    <div className={styles.queue}>
      <QueueHead
        queue={queue}
        search={search}
        shown={ask ?? queue.spec}
        counted={counted}
        columns={columns}
        onColumns={setColumns}
        kept={writeColumns(columns)}
        menu={menu}
        onMenu={setMenu}
        box={focus.box}
        onLeave={focus.toTable}
        instead={
          list &&
          selection.keys.size > 0 && (
            <BulkBar
              bulk={bulk}
              said={selectionText(selection.keys.size, counted?.total ?? 0)}
              tags={tagsOf(list, selection.keys, active)}
              open={bulkMenu}
              onOpen={setBulkMenu}
              onClear={() => {
                selection.clear()
                focus.toTable()
              }}
            />
          )
        }
      />
      <Body
        {...{ shown, queue, search, columns, choice, bulk, acts }}
        onColumns={setColumns}
        table={focus.table}
      />
    </div>
  )
}

interface BodyProps {
  shown: ShownList
  queue: Queue
  search: Search
  columns: ReturnType<typeof useColumns>['columns']
  onColumns: ReturnType<typeof useColumns>['set']
  choice: Choice
  bulk: Bulk
  acts: CaseActs
  table: RefObject<VirtualListHandle | null>
}

const Body = ({ shown, queue, search, columns, onColumns, choice, bulk, acts, table }: BodyProps) => {
  const { list, waiting } = shown
  const { selection, active, setActive } = choice
  const total = list?.total().total ?? 0
  if (!list || total === 0) return <NoCases shown={shown} search={search} />
  return (
    <div className={cx(styles.body, waiting && styles.stale)}>
      <Table
        ref={table}
        list={list}
        columns={columns}
        onColumns={onColumns}
        onSort={(sort, descending) => queue.change({ sort, descending }, { replace: true })}
        active={active}
        onActive={setActive}
        selection={selection}
        total={total}
        onOpen={acts.open}
        menu={(row) =>
          rowMenu({ row, targets: selection.keys.has(row.id) ? selection.keys.size : 1, bulk, acts })
        }
      />
    </div>
  )
}

export default QueueTab
