import { Inbox } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { viewCommands } from './views/commands.ts'

export const cases: Feature = {
  places: [{ id: 'queue', title: 'Queue', icon: Inbox, shortcut: 'g q' }],
  panels: [
    {
      id: 'queue',
      title: 'Queue',
      side: 'left',
      size: 290,
      foldBelow: 900,
      view: lazy(() => import('./views/queue-panel.tsx')),
    },
  ],
  tabs: [
    {
      kind: 'queue',
      icon: Inbox,
      title: () => 'Queue',
      pinned: true,
      view: lazy(() => import('./queue/queue-tab.tsx')),
    },
  ],
  commands: viewCommands,
}
