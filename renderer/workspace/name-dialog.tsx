import { useEffect, useRef, useState } from 'react'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'
import { sentence } from '../ui/sentence.ts'

export interface Naming {
  title: string
  act: string
  name: string
  /** The folder, empty for the workspace itself. */
  inside: string
  run: (name: string) => Promise<void>
}

/** Asks for the name of an entry; the part before the ending is chosen already. */
export const NameDialog = ({ naming, onClose }: { naming: Naming; onClose: () => void }) => {
  const [name, setName] = useState(naming.name)
  const [problem, setProblem] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    const dot = naming.name.lastIndexOf('.')
    field.current?.focus()
    field.current?.setSelectionRange(0, dot > 0 ? dot : naming.name.length)
  }, [naming])
  const run = () => {
    const wanted = name.trim()
    if (wanted === '') return setProblem('A name is needed.')
    if (wanted === naming.name) return onClose()
    naming.run(wanted).then(onClose, (error: unknown) => setProblem(sentence(error)))
  }
  return (
    <FormDialog title={naming.title} act={naming.act} onAct={run} onClose={onClose}>
      <Field
        label="Name"
        hint={naming.inside === '' ? 'In the workspace' : `In ${naming.inside}`}
        {...(problem !== '' && { error: problem })}
      >
        {(ids) => (
          <Input {...ids} ref={field} value={name} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  )
}
