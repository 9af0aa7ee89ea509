import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { ShownList } from '../list/use-case-list.ts'
import type { Search } from '../search/use-search.ts'
import { NothingFound } from './nothing-found.tsx'
import styles from './queue.module.css'

/** The faces of the table while it has no rows: why not, and what to do. */
export const NoCases = ({ shown: { list, error, retry }, search }: { shown: ShownList; search: Search }) => {
  if (error)
    return (
      <div className={styles.body}>
        <ErrorState title="The cases cannot be listed" error={error}>
          <Button look="primary" onClick={retry}>
            Try again
          </Button>
        </ErrorState>
      </div>
    )
  // A search that cannot be read says so under its box.
  if (!list)
    return (
      <div className={styles.body}>{search.asked && <Skeleton lines={14} label="Reading the cases" />}</div>
    )
  return (
    <div className={styles.body}>
      <NothingFound query={list.ask.query} typing={list.ask.typing} onSearch={search.commit} />
    </div>
  )
}
