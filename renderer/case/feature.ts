import { FileText } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const caseFeature: Feature = {
  tabs: [{ kind: 'case', icon: FileText, title: (key) => key, view: lazy(() => import('./case-tab.tsx')) }],
  panels: [
    {
      id: 'facts',
      title: 'Facts',
      side: 'right',
      size: 300,
      foldBelow: 1300,
      view: lazy(() => import('./facts/facts-panel.tsx')),
    },
  ],
  overlays: [{ id: 'new-case', view: lazy(() => import('./dialogs/new-case.tsx')) }],
  emptyBench: [
    {
      id: 'case',
      title: 'Start a new case',
      text: 'Write down one problem of one customer.',
      icon: FileText,
      run: ({ commands }) => void commands.run('case.new'),
    },
  ],
}
