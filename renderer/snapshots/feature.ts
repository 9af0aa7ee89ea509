import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const snapshots: Feature = {
  panels: [
    {
      id: 'snapshots',
      title: 'Snapshots',
      side: 'bottom',
      size: 300,
      view: lazy(() => import('./snapshots-panel.tsx')),
    },
  ],
  overlays: [{ id: 'save-snapshot', view: lazy(() => import('./save-overlay.tsx')) }],
}
