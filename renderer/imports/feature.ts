import { FlaskConical, Import } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { openSampleDesk } from './sample-desk.ts'

export const imports: Feature = {
  places: [
    {
      id: 'import',
      title: 'Import',
      icon: Import,
      shortcut: 'g i',
      view: lazy(() => import('./import-page.tsx')),
    },
  ],
  overlays: [{ id: 'stray-drop', view: lazy(() => import('./stray-drop.tsx')) }],
  emptyBench: [
    {
      id: 'import',
      title: 'Import an export',
      text: 'GitHub, Jira, Zendesk, Bugzilla, CSV, mail, or a case exported from another bench.',
      icon: Import,
      run: ({ navigate }) => navigate('/import'),
    },
    {
      id: 'sample',
      title: 'Open the sample desk',
      text: 'A few believable cases with real evidence, to look around with.',
      icon: FlaskConical,
      run: openSampleDesk,
    },
  ],
}
