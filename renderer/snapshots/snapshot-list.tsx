import { Camera, Copy, Ellipsis, History, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { Snapshot } from '../../shared/contract/snapshots.ts'
import { useBench } from '../app/bench.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import listRow from '../ui/list-row.module.css'
import { Menu, type MenuItem } from '../ui/menu.tsx'
import panel from '../ui/panel.module.css'
import { RelativeTime } from '../ui/relative-time.tsx'
import { VirtualList } from '../ui/virtual-list.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { branchSnapshot, removeSnapshot, restoreSnapshot } from './acts.ts'
import { NameDialog } from './name-dialog.tsx'
import styles from './snapshots.module.css'
import { heldText, volumeName } from './words.ts'

const rowHeight = 46

export interface SnapshotListProps {
  found: OfCase
  snapshots: readonly Snapshot[]
}

/** The snapshots of a case, newest first; Enter goes back to one. */
export const SnapshotList = ({ found, snapshots }: SnapshotListProps) => {
  const bench = useBench()
  const [wanted, setWanted] = useState<string | null>(null)
  const [branching, setBranching] = useState<string | null>(null)
  const shown = snapshots.toReversed()
  const at = Math.max(
    0,
    shown.findIndex(({ id }) => id === wanted),
  )
  const restore = (one: Snapshot) => void restoreSnapshot(bench, found, one)
  const menu = (index: number): readonly MenuItem[] => {
    const one = shown[index]
    if (!one) return []
    return [
      { label: 'Restore…', icon: History, run: () => restore(one) },
      { label: 'Copy to another name…', icon: Copy, run: () => setBranching(one.name) },
      'separator',
      {
        label: 'Remove…',
        icon: Trash2,
        danger: true,
        run: () => void removeSnapshot(bench, found, one),
      },
    ]
  }
  return (
    <div className={panel.list}>
      <VirtualList
        label="Snapshots"
        count={shown.length}
        rowHeight={rowHeight}
        active={at}
        onActiveChange={(index) => setWanted(shown[index]?.id ?? null)}
        onOpen={(index) => {
          const one = shown[index]
          if (one) restore(one)
        }}
        menu={menu}
        row={(index) => {
          const one = shown[index]
          return one && <Row snapshot={one} acts={menu(index)} onRestore={() => restore(one)} />
        }}
      />
      {branching !== null && (
        <NameDialog
          title={`Copy the snapshot ${branching}`}
          description="The copy keeps the same state under another name. The environment is not touched."
          act="Copy"
          stem={branching}
          taken={snapshots.map(({ name }) => name)}
          onName={(to) => void branchSnapshot(bench, found, { name: branching, to })}
          onClose={() => setBranching(null)}
        />
      )}
    </div>
  )
}

interface RowProps {
  snapshot: Snapshot
  acts: readonly MenuItem[]
  onRestore: () => void
}

const Row = ({ snapshot, acts, onRestore }: RowProps) => {
  const { name, createdAt, current, volumes } = snapshot
  return (
    <div className={listRow.row}>
      <Camera className={styles.mark} size={15} aria-hidden />
      <div className={listRow.words}>
        <span className={styles.name}>{name}</span>
        <span className={panel.facts} title={volumes.map((one) => volumeName(one.name)).join(', ')}>
          <RelativeTime at={createdAt} form="long" /> · {heldText(snapshot)}
        </span>
      </div>
      {current && <Badge tone="accent">Where it stands</Badge>}
      <Button size="small" icon={History} tabIndex={-1} aria-label={`Restore ${name}`} onClick={onRestore}>
        Restore…
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon={Ellipsis} label={`Acts on ${name}`} size="small" tabIndex={-1} />}
        items={acts}
      />
    </div>
  )
}
