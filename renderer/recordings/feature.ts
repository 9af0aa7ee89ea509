import { Clapperboard } from 'lucide-react'
import { lazy } from 'react'
import type { Feature } from '../app/feature.ts'

export const recordings: Feature = {
  tabs: [
    {
      kind: 'recording',
      icon: Clapperboard,
      title: () => 'Recording',
      view: lazy(() => import('./recording-tab.tsx')),
    },
  ],
}
