import { Box } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const components: Feature = {
  places: [
    {
      id: 'components',
      title: 'Components',
      icon: Box,
      shortcut: 'g o',
      view: lazy(() => import('./components-page.tsx')),
    },
  ],
}
