import { ChevronDown, ChevronRight, File, FileSymlink, FileX2, Folder, FolderOpen } from 'lucide-react'
import type { TreeEntry } from '../../shared/contract/workspaces.ts'
import { cx } from '../ui/cx.ts'
import type { TreeRow } from './tree-store.ts'
import styles from './workspace.module.css'

const letters: Record<TreeEntry['status'], { letter: string; said: string }> = {
  '': { letter: '', said: '' },
  modified: { letter: 'M', said: 'changed' },
  added: { letter: 'A', said: 'added' },
  deleted: { letter: 'D', said: 'deleted' },
  untracked: { letter: 'U', said: 'new' },
  unmerged: { letter: '!', said: 'with conflicts' },
  ignored: { letter: '', said: 'ignored' },
  mixed: { letter: '•', said: 'changes inside' },
}

const iconOf = ({ kind, status }: TreeEntry, open: boolean) => {
  if (kind === 'folder') return open ? FolderOpen : Folder
  if (kind === 'link') return FileSymlink
  return status === 'deleted' ? FileX2 : File
}

export const EntryRow = ({ row }: { row: TreeRow }) => {
  const indent = { paddingInlineStart: `${(row.level - 1) * 14 + 6}px` }
  if (row.is !== 'entry')
    return (
      <span className={cx(styles.row, styles.note)} style={indent}>
        <span className={styles.arrow} />
        {row.is === 'unread' ? 'Reading' : row.text}
      </span>
    )
  const { entry, open } = row
  const { letter, said } = letters[entry.status]
  const Icon = iconOf(entry, open)
  const Arrow = open ? ChevronDown : ChevronRight
  return (
    <span
      className={cx(styles.row, entry.status !== '' && styles[entry.status])}
      style={indent}
      title={entry.path}
    >
      <span className={styles.arrow}>{entry.kind === 'folder' && <Arrow size={13} aria-hidden />}</span>
      <Icon size={14} aria-hidden />
      <span className={styles.name}>{entry.name}</span>
      {said && <span className="visually-hidden">, {said}</span>}
      {letter && (
        <span className={styles.letter} aria-hidden>
          {letter}
        </span>
      )}
    </span>
  )
}
