import { Columns3 } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { pathOf } from '../app/router.ts'
import { caseRefOf } from '../case/current-case.ts'
import { needCase } from '../workspace/acts.tsx'

export const compare: Feature = {
  tabs: [
    {
      kind: 'compare',
      icon: Columns3,
      title: (key) => `${key} compared`,
      view: lazy(() => import('./compare-tab.tsx')),
    },
  ],
  commands: [
    {
      id: 'compare.environments',
      title: 'Compare environments of the case',
      section: 'Environment',
      keywords: 'difference diff healthy versions settings files customer drift',
      run: async (context) => {
        const found = await needCase(context, caseRefOf(context.tab))
        if (found) context.navigate(pathOf('compare', found.ref))
      },
    },
  ],
}
