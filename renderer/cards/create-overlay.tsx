import { useState } from 'react'
import { useCommands } from '../app/commands/use-commands.ts'
import { caseRefOf } from '../case/current-case.ts'
import { needCase, type OfCase } from '../workspace/acts.tsx'
import { chooseCard } from './acts.ts'
import { CreateCard } from './create-card.tsx'

/** The commands that make a card of the case in front and open one of this machine, and the dialog of the first. */
const CreateOverlay = () => {
  const [found, setFound] = useState<OfCase | null>(null)
  useCommands([
    {
      id: 'card.create',
      title: 'Create a repro card of the case',
      section: 'Check',
      keywords: 'hand on share reproduce export file',
      run: async (context) => setFound(await needCase(context, caseRefOf(context.tab))),
    },
    {
      id: 'card.open',
      title: 'Open a repro card…',
      section: 'Check',
      keywords: 'replay verdict import file',
      run: chooseCard,
    },
  ])
  return found && <CreateCard key={found.id} found={found} onClose={() => setFound(null)} />
}

export default CreateOverlay
