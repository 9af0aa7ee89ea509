import { Trash2, UserCheck, X } from 'lucide-react'
import { useEffect } from 'react'
import { caseKinds, caseStatuses, severities } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { customerLoader, peopleLoader, tagLoader } from '../../case/pickers.ts'
import { kindNames } from '../../case/words.ts'
import { Button } from '../../ui/button.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { severityNames } from '../../ui/severity-mark.tsx'
import { statusNames } from '../../ui/status-dot.tsx'
import styles from './queue.module.css'
import type { Bulk } from './use-bulk.ts'

export const bulkMenus = ['status', 'severity', 'kind', 'owner', 'customer', 'tag', 'untag'] as const
export type BulkMenu = (typeof bulkMenus)[number]

export interface BulkBarProps {
  bulk: Bulk
  /** "12 cases selected". */
  said: string
  /** Tags of the selected cases, as far as they are known. */
  tags: readonly string[]
  open: BulkMenu | null
  onOpen: (menu: BulkMenu | null) => void
  onClear: () => void
}

const pickerId = (menu: BulkMenu) => `bulk-${menu}`

export const BulkBar = ({ bulk, said, tags, open, onOpen, onClear }: BulkBarProps) => {
  const { client } = useBench()
  const menu = (name: BulkMenu, label: string, items: { label: string; run: () => void }[]) => (
    <Menu
      open={open === name}
      onOpenChange={(next) => onOpen(next ? name : null)}
      trigger={<Button size="small">{label}</Button>}
      items={items}
    />
  )
  // A combobox opens by its own button.
  useEffect(() => {
    if (!open || !['owner', 'customer', 'tag', 'untag'].includes(open)) return
    document.getElementById(pickerId(open))?.click()
    onOpen(null)
  }, [open, onOpen])

  return (
    <div className={styles.bulk} role="toolbar" aria-label="Change the selected cases">
      <span className={styles.bulkCount} role="status">
        {said}
      </span>
      {menu(
        'status',
        'Status',
        caseStatuses.map((one) => ({ label: statusNames[one], run: () => void bulk.status(one) })),
      )}
      {menu(
        'severity',
        'Severity',
        severities.map((one) => ({ label: severityNames[one], run: () => void bulk.severity(one) })),
      )}
      <Combobox
        id={pickerId('owner')}
        className={styles.bulkPick}
        label="Owner"
        placeholder="Owner"
        value={null}
        load={peopleLoader(client)}
        onChange={(one) => void bulk.owner(one)}
      />
      <Button size="small" icon={UserCheck} onClick={() => void bulk.takeThem()}>
        Take
      </Button>
      {menu(
        'kind',
        'Kind',
        caseKinds.map((one) => ({ label: kindNames[one], run: () => void bulk.kind(one) })),
      )}
      <Combobox
        id={pickerId('customer')}
        className={styles.bulkPick}
        label="Customer"
        placeholder="Customer"
        value={null}
        load={customerLoader(client)}
        onChange={(one) => void bulk.customer(one)}
      />
      <Combobox
        id={pickerId('tag')}
        className={styles.bulkPick}
        label="Add tag"
        placeholder="Add tag"
        value={null}
        load={tagLoader(client, [])}
        create={{ label: (text) => `Add the tag ${text}`, run: (text) => void bulk.addTag(text) }}
        onChange={(one) => one && void bulk.addTag(one.label)}
      />
      <Combobox
        id={pickerId('untag')}
        className={styles.bulkPick}
        label="Remove tag"
        placeholder="Remove tag"
        value={null}
        load={async (text, signal) => {
          const known = tags.filter((tag) => tag.startsWith(text)).map((tag) => ({ id: tag, label: tag }))
          return text === '' || known.length > 0 ? known : tagLoader(client, [])(text, signal)
        }}
        onChange={(one) => one && void bulk.removeTag(one.label)}
      />
      <IconButton
        icon={Trash2}
        size="small"
        label="Move to the trash"
        shortcut="Shift+Delete"
        onClick={() => void bulk.trash()}
      />
      <span className={styles.space} />
      <IconButton icon={X} size="small" label="Select nothing" shortcut="Escape" onClick={onClear} />
    </div>
  )
}
