import { FileDiff, GitPullRequestArrow } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { caseRefOf } from '../case/current-case.ts'
import { changesRoute } from './words.ts'

export const patches: Feature = {
  tabs: [
    {
      kind: 'changes',
      icon: FileDiff,
      title: (key) => `${key} changes`,
      view: lazy(() => import('./changes/changes-tab.tsx')),
    },
    {
      kind: 'patch',
      icon: GitPullRequestArrow,
      title: () => 'Patch',
      view: lazy(() => import('./page/patch-tab.tsx')),
    },
  ],
  commands: [
    {
      id: 'patch.changes',
      title: 'Changes of the workspace, to make a patch of them',
      section: 'Patch',
      shortcut: ['g d'],
      keywords: 'diff hunks stage commit git make patch',
      run: ({ tab, navigate, toast }) => {
        const ref = caseRefOf(tab)
        if (ref === null) toast('Open a case first: changes are those of its workspace.')
        else navigate(changesRoute(ref))
      },
    },
  ],
}
