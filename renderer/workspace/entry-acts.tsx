import {
  Copy,
  FilePlus2,
  FolderOpen,
  FolderPlus,
  GitCompare,
  Paperclip,
  Pencil,
  SquareTerminal,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import type { TreeEntry, Workspace } from '../../shared/contract/workspaces.ts'
import { useBench } from '../app/bench.ts'
import { attachToCase } from '../editor/attach.ts'
import { diffRoute, fileRoute } from '../editor/file-key.ts'
import { openTerminalHere } from '../terminal/open-terminal.ts'
import type { MenuItem } from '../ui/menu.tsx'
import { sentence } from '../ui/sentence.ts'
import type { OfCase } from './acts.tsx'
import { NameDialog, type Naming } from './name-dialog.tsx'
import { parentOf, type Tree } from './tree-store.ts'

export interface EntryActsOptions {
  found: OfCase
  workspace: Workspace
  tree: Tree
  /** Something now stands at this path. */
  onMade: (path: string) => void
}

/** What can be done with an entry of the tree. */
export const useEntryActs = ({ found, workspace, tree, onMade }: EntryActsOptions) => {
  const bench = useBench()
  const { client, navigate, toast, desktop } = bench
  const [naming, setNaming] = useState<Naming | null>(null)
  const caseId = found.id
  const join = (folder: string, name: string) => (folder === '' ? name : `${folder}/${name}`)

  const create = (kind: 'file' | 'folder', folder: string) =>
    setNaming({
      title: kind === 'file' ? 'New file' : 'New folder',
      act: 'Create',
      name: '',
      inside: folder,
      run: async (name) => {
        const path = join(folder, name)
        if (kind === 'file') await client.workspaces.makeFile({ caseId, path })
        else await client.workspaces.makeFolder({ caseId, path })
        if (folder !== '') tree.open(folder)
        await tree.load(folder)
        onMade(path)
        if (kind === 'file') navigate(fileRoute({ caseRef: found.ref, path }))
      },
    })
  const rename = (entry: TreeEntry) =>
    setNaming({
      title: `Rename ${entry.name}`,
      act: 'Rename',
      name: entry.name,
      inside: parentOf(entry.path),
      run: async (name) => {
        const to = join(parentOf(entry.path), name)
        await client.workspaces.move({ caseId, from: entry.path, to })
        await tree.load(parentOf(entry.path))
        onMade(to)
      },
    })
  const trash = async ({ path, name }: TreeEntry) => {
    try {
      const { trashId } = await client.workspaces.trash({ caseId, paths: [path] })
      await tree.load(parentOf(path))
      const undo = async () => {
        await client.workspaces.restore({ caseId, trashId })
        await tree.load(parentOf(path))
        onMade(path)
      }
      const run = () =>
        void undo().catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
      toast({ text: `${name} is in the trash of the workspace`, act: { label: 'Undo', run } })
    } catch (error) {
      toast({ tone: 'danger', text: sentence(error) })
    }
  }
  const copy = async (text: string) => {
    await navigator.clipboard.writeText(text)
    toast(`${text} copied`)
  }

  const menu = (entry: TreeEntry | null, folder: string): MenuItem[] => {
    const whole = join(workspace.path, entry?.path ?? '').replace(/\/$/, '')
    const here = join(workspace.path, folder).replace(/\/$/, '')
    return [
      { label: 'New file', icon: FilePlus2, run: () => create('file', folder) },
      { label: 'New folder', icon: FolderPlus, run: () => create('folder', folder) },
      'separator',
      ...(entry && entry.kind === 'file'
        ? [
            {
              label: "Compare with the customer's state",
              icon: GitCompare,
              run: () => navigate(diffRoute({ caseRef: found.ref, path: entry.path })),
            },
            {
              label: `Attach to ${found.ref}`,
              icon: Paperclip,
              run: () => void attachToCase(bench, { caseId, caseRef: found.ref, path: entry.path }, null),
            },
          ]
        : []),
      ...(entry ? [{ label: 'Copy the path', icon: Copy, run: () => void copy(entry.path) }] : []),
      { label: 'Copy the whole path', icon: Copy, run: () => void copy(whole) },
      {
        label: 'Open a terminal here',
        icon: SquareTerminal,
        run: () =>
          void openTerminalHere(bench, { caseId, folder: here }).catch((error: unknown) =>
            toast({ tone: 'danger', text: sentence(error) }),
          ),
      },
      ...(desktop
        ? [
            {
              label: 'Show in the file manager',
              icon: FolderOpen,
              run: () =>
                void desktop
                  .reveal({ path: whole })
                  .catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) })),
            },
          ]
        : []),
      ...(entry
        ? ([
            'separator',
            { label: 'Rename', icon: Pencil, shortcut: 'F2', run: () => rename(entry) },
            {
              label: 'Move to the trash',
              icon: Trash2,
              shortcut: 'Delete',
              danger: true,
              run: () => void trash(entry),
            },
          ] as const)
        : []),
    ]
  }
  const dialog = naming && <NameDialog naming={naming} onClose={() => setNaming(null)} />
  return { create, rename, trash, menu, dialog }
}
