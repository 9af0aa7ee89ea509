import { FileCode2, FileDiff } from 'lucide-react'
import type { CommandContext } from '../app/bench.ts'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { nameOf, parseFileKey } from './file-key.ts'

const unsaved = ({ documents }: CommandContext) => documents.store.getState().dirty.size > 0

export const editor: Feature = {
  tabs: [
    {
      kind: 'file',
      icon: FileCode2,
      title: (key) => nameOf(parseFileKey(key).path),
      view: lazy(() => import('./file-tab.tsx')),
    },
    {
      kind: 'beside',
      icon: FileCode2,
      title: (key) => `${nameOf(parseFileKey(key).path)} (second view)`,
      view: lazy(() => import('./beside-tab.tsx')),
    },
    {
      kind: 'diff',
      icon: FileDiff,
      title: (key) => `${nameOf(parseFileKey(key).path)} (changes)`,
      view: lazy(() => import('./diff/diff-tab.tsx')),
    },
  ],
  commands: [
    {
      id: 'editor.saveAll',
      title: 'Save all files',
      section: 'Editor',
      shortcut: ['Mod+Alt+s'],
      enabled: unsaved,
      run: async ({ documents }) => {
        for (const document of documents.all()) if (document.store.getState().dirty) await document.save()
      },
    },
  ],
}
