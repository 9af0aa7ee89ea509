import {
  Copy,
  Download,
  FolderGit2,
  Merge,
  MoreHorizontal,
  PackageOpen,
  Paperclip,
  RotateCcw,
  Trash2,
  UserRound,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useBench } from '../../app/bench.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, type MenuItem } from '../../ui/menu.tsx'
import { useCaseActs } from '../case-acts.ts'
import { useCasePage } from '../page.ts'
import { Fields } from './fields.tsx'
import styles from './header.module.css'
import { Tags } from './tags.tsx'
import { Title } from './title.tsx'

export interface HeaderProps {
  onMerge: () => void
  onPick: () => void
  /** Who else is there. */
  present: ReactNode
}

export const Header = ({ onMerge, onPick, present }: HeaderProps) => {
  const { detail } = useCasePage()
  const { commands } = useBench()
  const acts = useCaseActs()
  const { ref, trashedAt, mergedInto } = detail.case
  const items: MenuItem[] = [
    { label: 'Assign to me', icon: UserRound, shortcut: 'Shift+a', run: () => void acts.takeIt() },
    { label: 'Attach files', icon: Paperclip, shortcut: 'u', run: onPick },
    {
      label: 'Open workspace',
      icon: FolderGit2,
      shortcut: 'w',
      run: () => void commands.run('workspace.open'),
    },
    {
      label: 'Unpack into workspace',
      icon: PackageOpen,
      run: () => void commands.run('workspace.unpack'),
    },
    { label: 'Copy the reference', icon: Copy, shortcut: 'y', run: () => void acts.copyRef() },
    { label: 'Export the case', icon: Download, shortcut: 'Shift+e', run: () => void acts.exportCase() },
    'separator',
    {
      label: 'Merge into another case',
      icon: Merge,
      shortcut: 'Shift+m',
      disabled: trashedAt !== null || mergedInto !== null,
      run: onMerge,
    },
    trashedAt === null
      ? {
          label: 'Move to the trash',
          icon: Trash2,
          shortcut: 'Shift+Delete',
          danger: true,
          run: () => void acts.trash(),
        }
      : { label: 'Restore from the trash', icon: RotateCcw, run: () => void acts.restore() },
  ]
  return (
    <header className={styles.header}>
      <div className={styles.top}>
        <span className={styles.ref}>{ref}</span>
        <CopyButton text={() => ref} label={`Copy ${ref}`} iconOnly />
        <Title />
        <IconButton
          icon={FolderGit2}
          label="Open workspace"
          shortcut="w"
          onClick={() => commands.run('workspace.open')}
        />
        <Menu align="end" trigger={<IconButton icon={MoreHorizontal} label="More acts" />} items={items} />
      </div>
      <Fields />
      <div className={styles.foot}>
        <Tags />
        {present}
      </div>
    </header>
  )
}
