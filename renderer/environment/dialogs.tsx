import { useState } from 'react'
import { useCommands } from '../app/commands/use-commands.ts'
import { caseRefOf } from '../case/current-case.ts'
import { needCase, type OfCase } from '../workspace/acts.tsx'
import { ImportProject } from './import-project.tsx'
import { ReclaimDialog } from './reclaim.tsx'

type Open = { is: 'none' } | { is: 'reclaim' } | { is: 'import'; found: OfCase }

const section = 'Environment'

/** Dialogs of environments that any place may open, and their commands. */
const EnvironmentDialogs = () => {
  const [open, setOpen] = useState<Open>({ is: 'none' })
  const close = () => setOpen({ is: 'none' })
  useCommands([
    {
      id: 'environment.reclaim',
      title: 'Disk and memory of environments',
      section,
      keywords: 'reclaim free space clean prune volumes containers usage',
      run: () => setOpen({ is: 'reclaim' }),
    },
    {
      id: 'environment.import',
      title: 'Import a Compose project of the workspace',
      section,
      keywords: 'docker-compose existing customer take over',
      run: async (context) => {
        const found = await needCase(context, caseRefOf(context.tab))
        if (found) setOpen({ is: 'import', found })
      },
    },
  ])
  if (open.is === 'reclaim') return <ReclaimDialog onClose={close} />
  if (open.is === 'import') return <ImportProject found={open.found} onClose={close} />
  return null
}

export default EnvironmentDialogs
