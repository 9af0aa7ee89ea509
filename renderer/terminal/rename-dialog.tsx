import { useState } from 'react'
import type { Terminal } from '../../shared/contract/terminals.ts'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'
import { usePanel } from './panel-context.ts'

export const RenameDialog = ({ terminal, onClose }: { terminal: Terminal; onClose: () => void }) => {
  const { acts } = usePanel()
  const [name, setName] = useState(terminal.named ? terminal.title : '')
  const onAct = () => {
    void acts.rename(terminal.id, name)
    onClose()
  }
  return (
    <FormDialog title="Rename the terminal" act="Rename" onAct={onAct} onClose={onClose}>
      <Field label="Name" hint="Leave it empty to show the title that its shell sets.">
        {(ids) => (
          <Input {...ids} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  )
}
