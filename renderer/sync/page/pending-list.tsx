import { ExternalLink } from 'lucide-react'
import type { SyncItem } from '../../../shared/contract/sync.ts'
import { useLook } from '../../app/look.ts'
import { plural } from '../../case/words.ts'
import listRow from '../../ui/list-row.module.css'
import { RelativeTime } from '../../ui/relative-time.tsx'
import styles from './sync.module.css'
import { Worklist } from './worklist.tsx'

export interface PendingListProps {
  items: readonly SyncItem[]
  total: number
  onOpen: (item: SyncItem) => void
  onCurrent: () => void
}

/** Changes of this bench on their way, in the order in which they go. */
export const PendingList = ({ items, total, onOpen, onCurrent }: PendingListProps) => {
  const { rowHeight } = useLook()
  const more = total - items.length
  return (
    <>
      {items.length > 0 && (
        <Worklist
          label="Changes waiting to be sent"
          items={items}
          rowHeight={rowHeight}
          shown={12}
          onOpen={onOpen}
          onCurrent={onCurrent}
          menu={(item) => [
            {
              label: `Open ${item.ref ?? 'it'}`,
              icon: ExternalLink,
              shortcut: 'Enter',
              disabled: item.ref === null,
              run: () => onOpen(item),
            },
          ]}
          row={(item) => (
            <div className={listRow.row}>
              <span className={styles.line}>{item.label}</span>
              <span className={styles.state}>
                {item.reason ?? (item.state === 'sent' ? 'Sent, not confirmed yet' : '')}
              </span>
              <RelativeTime at={item.at} className={styles.when} />
            </div>
          )}
        />
      )}
      {more > 0 && <p className={styles.none}>And {plural(more, 'more change')} behind these.</p>}
    </>
  )
}
