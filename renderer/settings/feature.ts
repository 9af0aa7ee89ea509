import { Settings } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const settings: Feature = {
  places: [
    {
      id: 'settings',
      title: 'Settings',
      icon: Settings,
      shortcut: 'g s',
      foot: true,
      view: lazy(() => import('./settings.tsx')),
    },
  ],
  commands: [
    {
      id: 'bench.backup',
      title: 'Back up the bench',
      section: 'Bench',
      run: ({ navigate }) => navigate('/settings/backup'),
    },
  ],
  settings: [
    { id: 'appearance', title: 'Appearance', view: lazy(() => import('./appearance.tsx')) },
    { id: 'me', title: 'Name and address', view: lazy(() => import('./me.tsx')) },
    { id: 'sync', title: 'Team', view: lazy(() => import('../sync/settings-section.tsx')) },
    { id: 'keyboard', title: 'Keyboard', view: lazy(() => import('./keyboard.tsx')) },
    { id: 'backup', title: 'Backup', view: lazy(() => import('./backup.tsx')) },
    { id: 'health', title: 'Health', view: lazy(() => import('./health.tsx')) },
    { id: 'about', title: 'About', view: lazy(() => import('./about.tsx')) },
  ],
}
