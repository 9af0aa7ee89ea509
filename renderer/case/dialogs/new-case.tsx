import { useState } from 'react'
import { useCommands } from '../../app/commands/use-commands.ts'
import { NewCaseForm } from './new-case-form.tsx'

/** The command that begins a case from anywhere, and its dialog. */
const NewCase = () => {
  const [open, setOpen] = useState(false)
  useCommands([
    {
      id: 'case.new',
      title: 'New case',
      section: 'Case',
      shortcut: ['c'],
      keywords: 'create add',
      run: () => setOpen(true),
    },
  ])
  return open ? <NewCaseForm onClose={() => setOpen(false)} /> : null
}

export default NewCase
