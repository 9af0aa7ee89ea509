import { FilePlus2, FolderOpen, FolderPlus, PackageOpen, RefreshCw, Search } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { TreeEntry, Workspace } from '../../shared/contract/workspaces.ts'
import { useBench } from '../app/bench.ts'
import { useLook } from '../app/look.ts'
import { follow } from '../client/follow.ts'
import { fileRoute } from '../editor/file-key.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { sentence } from '../ui/sentence.ts'
import { Toolbar, ToolbarSpace } from '../ui/toolbar.tsx'
import { type OfCase, unpackInto } from './acts.tsx'
import { useEntryActs } from './entry-acts.tsx'
import { EntryRow } from './entry-row.tsx'
import { parentOf, rowsOf, type Tree, type TreeRow, type TreeState } from './tree-store.ts'
import { VirtualTree } from './virtual-tree.tsx'
import styles from './workspace.module.css'

/** Folders watched at a time; those opened first. */
const watchedAtMost = 2000

export interface TreeViewProps {
  found: OfCase
  workspace: Workspace
  tree: Tree
}

/** Reads the tree, and what changes of it for as long as it is seen. */
const useFresh = (tree: Tree, caseId: string): void => {
  const { client } = useBench()
  useEffect(() => void tree.load(''), [tree])
  const expanded = useStore(tree.store, (state) => state.expanded)
  useEffect(() => {
    const folders = ['', ...expanded].slice(0, watchedAtMost)
    return follow(
      (signal) => client.workspaces.watchFolders({ caseId, folders }, { signal }),
      ({ value }) => value && tree.refresh(value.folders),
    )
  }, [client, caseId, tree, expanded])
}

const keyOf = (row: TreeRow | undefined): string => {
  if (!row) return ''
  if (row.is === 'entry') return row.entry.path
  return row.is === 'unread' ? `unread:${row.at}:${row.folder}` : `note:${row.folder}`
}

/** Where the row of a key is now; where it was, once another row took its place, as an entry does that was read. */
const indexOf = (rows: readonly TreeRow[], { key, index }: { key: string; index: number }): number => {
  if (keyOf(rows[index]) === key) return index
  const found = rows.findIndex((row) => keyOf(row) === key)
  return found >= 0 ? found : Math.max(0, Math.min(rows.length - 1, index))
}

const isEmpty = ({ folders }: TreeState): boolean => {
  const top = folders.get('')
  return top?.state === 'ready' && top.total === 0
}

/** The folder that a new entry beside this one goes into. */
const folderOf = (one: TreeEntry | null): string =>
  one === null ? '' : one.kind === 'folder' ? one.path : parentOf(one.path)

export const TreeView = ({ found, workspace, tree }: TreeViewProps) => {
  const bench = useBench()
  useFresh(tree, found.id)
  const state = useStore(tree.store)
  const rows = useMemo(() => rowsOf(state, sentence), [state])
  const [place, setPlace] = useState({ key: '', index: 0 })
  const active = useMemo(() => indexOf(rows, place), [rows, place])
  const { rowHeight } = useLook()
  const row = rows[active]
  const entry = row?.is === 'entry' ? row.entry : null

  const openFile = ({ path }: TreeEntry) => bench.navigate(fileRoute({ caseRef: found.ref, path }))
  const acts = useEntryActs({
    found,
    workspace,
    tree,
    onMade: (path) => setPlace({ key: path, index: active }),
  })
  const enter = (index: number) => {
    const at = rows[index]
    if (at?.is !== 'entry') return
    if (at.entry.kind !== 'folder') return openFile(at.entry)
    if (at.open) tree.close(at.entry.path)
    else tree.open(at.entry.path)
  }
  return (
    <>
      <Toolbar label="Workspace" className={styles.tools ?? ''}>
        <IconButton
          size="small"
          icon={FilePlus2}
          label="New file"
          onClick={() => acts.create('file', folderOf(entry))}
        />
        <IconButton
          size="small"
          icon={FolderPlus}
          label="New folder"
          onClick={() => acts.create('folder', folderOf(entry))}
        />
        <IconButton
          size="small"
          icon={PackageOpen}
          label="Unpack the attachments"
          onClick={() => void unpackInto(bench, found).catch(() => undefined)}
        />
        <ToolbarSpace />
        <IconButton
          size="small"
          icon={Search}
          label="Open a file by name"
          shortcut="Mod+p"
          onClick={() => bench.commands.run('workspace.quickOpen')}
        />
        <IconButton
          size="small"
          icon={RefreshCw}
          label="Read again"
          onClick={() => tree.refresh([...state.folders.keys()])}
        />
      </Toolbar>
      {isEmpty(state) ? (
        <NoFiles found={found} />
      ) : (
        <VirtualTree
          label={`Files of ${found.ref}`}
          rows={rows}
          keyOf={keyOf}
          rowHeight={rowHeight}
          active={active}
          onActiveChange={(index) => setPlace({ key: keyOf(rows[index]), index })}
          onEnter={enter}
          onExpand={(path) => tree.open(path)}
          onCollapse={(path) => tree.close(path)}
          onUnreadSeen={(folder, at) => void tree.see(folder, at)}
          onRename={() => entry && acts.rename(entry)}
          onDelete={() => entry && void acts.trash(entry)}
          menu={acts.menu(entry, folderOf(entry))}
          row={(one) => <EntryRow row={one} />}
        />
      )}
      {acts.dialog}
    </>
  )
}

const NoFiles = ({ found }: { found: OfCase }) => {
  const bench = useBench()
  return (
    <EmptyState
      icon={FolderOpen}
      title="No files yet"
      text="Unpack what the customer sent, or make a file of your own."
    >
      <Button icon={PackageOpen} onClick={() => void unpackInto(bench, found).catch(() => undefined)}>
        Unpack attachments
      </Button>
    </EmptyState>
  )
}
