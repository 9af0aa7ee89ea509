import { Cloud, GitMerge, Users } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { syncCommands } from './commands.ts'
import { SyncStatusItem } from './status-item.tsx'

export const sync: Feature = {
  places: [
    {
      id: 'sync',
      title: 'Sync',
      icon: Cloud,
      shortcut: 'g y',
      foot: true,
      view: lazy(() => import('./page/sync-page.tsx')),
    },
  ],
  tabs: [
    {
      kind: 'merge',
      icon: GitMerge,
      title: () => 'Merge',
      view: lazy(() => import('./merge/merge-tab.tsx')),
    },
  ],
  commands: syncCommands,
  status: [{ id: 'sync', side: 'left', view: SyncStatusItem }],
  overlays: [{ id: 'sync', view: lazy(() => import('./connect/sync-dialogs.tsx')) }],
  emptyBench: [
    {
      id: 'sync',
      title: 'Connect to your team',
      text: "Share cases through your team's own service. You need its address, and a token or a link.",
      icon: Users,
      run: ({ commands, navigate }) => {
        if (!commands.run('sync.connect')) navigate('/sync')
      },
    },
  ],
}
