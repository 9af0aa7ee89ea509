import type { ReactNode, RefObject } from 'react'
import { ColumnChoice } from '../columns/column-choice.tsx'
import type { Column } from '../columns/columns.ts'
import { countText } from '../list/count-text.ts'
import { FilterMenu } from '../search/filter-menu.tsx'
import { SearchHelp } from '../search/help.tsx'
import { SearchBox, type SearchBoxHandle } from '../search/search-box.tsx'
import type { Search } from '../search/use-search.ts'
import { differs, type ListSpec } from '../spec/spec.ts'
import type { Queue } from '../spec/use-spec.ts'
import { SaveView } from '../views/save-view.tsx'
import { GroupMenu, SortMenu } from './arrange.tsx'
import styles from './queue.module.css'

export type QueueMenu = 'filter' | 'help' | 'sort' | 'group' | 'columns' | 'save'

export interface QueueHeadProps {
  queue: Queue
  search: Search
  /** What is listed, also while its search is still being typed. */
  shown: Pick<ListSpec, 'sort' | 'descending' | 'group'>
  counted: { total: number; exact: boolean } | null
  columns: readonly Column[]
  onColumns: (columns: readonly Column[]) => void
  /** The columns as a view keeps them. */
  kept: readonly string[]
  menu: QueueMenu | null
  onMenu: (menu: QueueMenu | null) => void
  box: RefObject<SearchBoxHandle | null>
  onLeave: () => void
  /** What stands in the place of the second line, while cases are selected. */
  instead: ReactNode
}

export const QueueHead = (props: QueueHeadProps) => {
  const { queue, search, shown, counted, menu, onMenu, box } = props
  const { spec, change, views } = queue
  const opens = (name: QueueMenu) => ({
    open: menu === name,
    onOpenChange: (open: boolean) => onMenu(open ? name : null),
  })
  const arrange = (part: Partial<ListSpec>) => change(part, { replace: true })
  return (
    <div role="presentation">
      <div className={styles.head}>
        <div className={styles.searchLine}>
          <SearchBox
            ref={box}
            text={search.text}
            typing={search.typing}
            onType={search.type}
            onCommit={search.commit}
            onReset={() => !search.reset() && props.onLeave()}
            onLeave={props.onLeave}
            recent={search.recent}
          />
          <div className={styles.beside}>
            <FilterMenu
              {...opens('filter')}
              text={search.text}
              onText={search.commit}
              onBegin={search.type}
              onBegun={() => box.current?.goOn()}
            />
            <SearchHelp {...opens('help')} onTry={search.commit} />
          </div>
        </div>
      </div>
      {props.instead || (
        <div className={styles.bar}>
          <h2 className={styles.name}>{spec.view?.name ?? (spec.query === '' ? 'All cases' : 'Search')}</h2>
          {differs(spec) && <span className={styles.edited}>changed</span>}
          <span className={styles.count} role="status">
            {counted && countText(counted.total, counted.exact)}
          </span>
          <span className={styles.space} />
          <SortMenu {...opens('sort')} spec={shown} onChange={arrange} />
          <GroupMenu {...opens('group')} spec={shown} onChange={arrange} />
          <ColumnChoice {...opens('columns')} columns={props.columns} onColumns={props.onColumns} />
          <SaveView
            {...opens('save')}
            spec={spec}
            columns={props.kept}
            views={views}
            onSaved={(id) => queue.show(id)}
          />
        </div>
      )}
    </div>
  )
}
