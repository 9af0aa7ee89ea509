import { ExternalLink, RotateCw, Trash2 } from 'lucide-react'
import type { SyncItem } from '../../../shared/contract/sync.ts'
import { Button } from '../../ui/button.tsx'
import listRow from '../../ui/list-row.module.css'
import { RelativeTime } from '../../ui/relative-time.tsx'
import styles from './sync.module.css'
import { Worklist } from './worklist.tsx'

export interface RefusedListProps {
  items: readonly SyncItem[]
  retry: (item: SyncItem) => void
  discard: (item: SyncItem) => void
  open: (item: SyncItem) => void
  onCurrent: (item: SyncItem) => void
}

/** Changes that the service did not take, each with its reason. */
export const RefusedList = ({ items, retry, discard, open, onCurrent }: RefusedListProps) => (
  <Worklist
    label="Refused changes"
    items={items}
    rowHeight={64}
    shown={6}
    onOpen={open}
    onCurrent={onCurrent}
    menu={(item) => [
      { label: 'Send it again', icon: RotateCw, shortcut: 'r', run: () => retry(item) },
      {
        label: `Open ${item.ref ?? 'it'}`,
        icon: ExternalLink,
        shortcut: 'Enter',
        disabled: item.ref === null,
        run: () => open(item),
      },
      'separator',
      { label: 'Discard', icon: Trash2, shortcut: 'Delete', danger: true, run: () => discard(item) },
    ]}
    row={(item) => (
      <div className={listRow.row}>
        <div className={listRow.words}>
          <span className={styles.label}>{item.label}</span>
          <span className={styles.reason} title={item.reason ?? undefined}>
            {item.reason ?? 'The service gave no reason.'}
          </span>
        </div>
        <RelativeTime at={item.at} className={styles.when} />
        <Button size="small" tabIndex={-1} onClick={() => retry(item)}>
          Retry
        </Button>
        <Button size="small" look="quiet" tabIndex={-1} onClick={() => discard(item)}>
          Discard
        </Button>
      </div>
    )}
  />
)
