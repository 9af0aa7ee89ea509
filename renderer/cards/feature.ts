import { PackageOpen } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const cards: Feature = {
  tabs: [
    {
      kind: 'card',
      icon: PackageOpen,
      title: () => 'Repro card',
      view: lazy(() => import('./card-tab.tsx')),
    },
  ],
  overlays: [{ id: 'create-card', view: lazy(() => import('./create-overlay.tsx')) }],
}
