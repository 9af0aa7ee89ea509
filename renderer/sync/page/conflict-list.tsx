import { ExternalLink, GitMerge, UserCheck, UserRound } from 'lucide-react'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { Button } from '../../ui/button.tsx'
import listRow from '../../ui/list-row.module.css'
import type { MenuItem } from '../../ui/menu.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { textOfWhom } from '../conflicts/field-words.ts'
import { type Resolve, storyOf } from '../conflicts/use-resolve.ts'
import styles from './sync.module.css'
import { Worklist } from './worklist.tsx'

export interface ConflictListProps {
  conflicts: readonly SyncConflict[]
  resolve: Resolve
  onCurrent: (conflict: SyncConflict) => void
}

/** Every open conflict of the bench; a choice counts for everybody who sees the case. */
export const ConflictList = ({ conflicts, resolve, onCurrent }: ConflictListProps) => {
  const menu = (conflict: SyncConflict): MenuItem[] => {
    const { theirs, mine } = resolve.words(conflict)
    const isText = conflict.rule === 'text'
    return [
      {
        label: `Keep ${isText ? textOfWhom(theirs.by) : theirs.value}`,
        icon: UserRound,
        shortcut: 't',
        run: () => void resolve.take(conflict, 'theirs'),
      },
      {
        label: `Take ${isText ? textOfWhom(mine.by) : mine.value}`,
        icon: UserCheck,
        shortcut: 'm',
        run: () => void resolve.take(conflict, 'mine'),
      },
      ...(isText
        ? [{ label: 'Merge both texts', icon: GitMerge, shortcut: 'e', run: () => resolve.merge(conflict) }]
        : []),
      'separator',
      {
        label: `Open ${conflict.ref}`,
        icon: ExternalLink,
        shortcut: 'Enter',
        run: () => resolve.open(conflict),
      },
    ]
  }
  return (
    <Worklist
      label="Conflicts"
      items={conflicts}
      rowHeight={64}
      shown={6}
      onOpen={resolve.open}
      onCurrent={onCurrent}
      menu={menu}
      row={(conflict) => <Row conflict={conflict} resolve={resolve} />}
    />
  )
}

const Row = ({ conflict, resolve }: { conflict: SyncConflict; resolve: Resolve }) => {
  const words = resolve.words(conflict)
  const { field, theirs, mine } = words
  const isText = conflict.rule === 'text'
  return (
    <div className={listRow.row}>
      <div className={listRow.words}>
        <span className={styles.label}>
          {field} of {conflict.ref}
        </span>
        <span className={styles.reason}>{storyOf(words, isText)}</span>
      </div>
      <RelativeTime at={conflict.at} className={styles.when} />
      {isText && (
        <Button size="small" tabIndex={-1} onClick={() => resolve.merge(conflict)}>
          Merge
        </Button>
      )}
      <Button
        size="small"
        look={isText ? 'quiet' : 'plain'}
        tabIndex={-1}
        onClick={() => void resolve.take(conflict, 'theirs')}
      >
        Keep {theirs.short}
      </Button>
      <Button
        size="small"
        look={isText ? 'quiet' : 'plain'}
        tabIndex={-1}
        onClick={() => void resolve.take(conflict, 'mine')}
      >
        Take {mine.short}
      </Button>
    </div>
  )
}
