import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { caseRefOf } from '../case/current-case.ts'
import { needCase } from '../workspace/acts.tsx'
import { editScript, runCheck } from './acts.ts'

const section = 'Check'

export const runs: Feature = {
  panels: [
    { id: 'runs', title: 'Runs', side: 'bottom', size: 300, view: lazy(() => import('./runs-panel.tsx')) },
  ],
  commands: [
    {
      id: 'runs.check',
      title: 'Run the check of the case',
      section,
      keywords: 'repro reproduce verdict test',
      run: async (context) => {
        const found = await needCase(context, caseRefOf(context.tab))
        if (!found) return
        context.commands.run('panel.runs')
        await runCheck(context, found, { repeat: 1, timeoutSeconds: 600 })
      },
    },
    {
      id: 'runs.edit',
      title: 'Edit the repro steps of the case',
      section,
      keywords: 'repro.sh script check',
      run: async (context) => {
        const found = await needCase(context, caseRefOf(context.tab))
        if (found) await editScript(context, found)
      },
    },
  ],
}
