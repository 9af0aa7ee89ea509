import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { caseRefOf } from '../case/current-case.ts'
import { useLive } from '../client/use-live.ts'
import { needCase, type OfCase } from '../workspace/acts.tsx'
import { SaveDialog } from './save-dialog.tsx'

/** The command that saves a snapshot of the case in front, and its dialog. */
const SaveOverlay = () => {
  const [found, setFound] = useState<OfCase | null>(null)
  useCommands([
    {
      id: 'snapshots.save',
      title: 'Save a snapshot of the environment',
      section: 'Environment',
      keywords: 'state volumes keep name reset',
      run: async (context) => setFound(await needCase(context, caseRefOf(context.tab))),
    },
  ])
  return found && <OfFound key={found.id} found={found} onClose={() => setFound(null)} />
}

const OfFound = ({ found, onClose }: { found: OfCase; onClose: () => void }) => {
  const { client } = useBench()
  const { value } = useLive(
    (signal) => client.snapshots.watch({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  return (
    value && <SaveDialog found={found} taken={value.snapshots.map(({ name }) => name)} onClose={onClose} />
  )
}

export default SaveOverlay
