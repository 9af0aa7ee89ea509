import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const bisections: Feature = {
  panels: [
    {
      id: 'bisections',
      title: 'Bisections',
      side: 'bottom',
      size: 300,
      view: lazy(() => import('./bisections-panel.tsx')),
    },
  ],
}
