import { Clapperboard } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const recordings: Feature = {
  commands: [
    {
      id: 'recordings.show',
      title: 'Recordings of terminals on this bench',
      section: 'Terminal',
      keywords: 'asciicast cast play list',
      run: ({ navigate }) => navigate('/settings/terminals'),
    },
  ],
  tabs: [
    {
      kind: 'recording',
      icon: Clapperboard,
      title: () => 'Recording',
      view: lazy(() => import('./recording-tab.tsx')),
    },
  ],
}
