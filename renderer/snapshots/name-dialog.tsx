import { useState } from 'react'
import { preparedName } from '../../shared/contract/snapshots.ts'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'
import styles from './snapshots.module.css'
import { freeName, nameProblem } from './words.ts'

export interface NameDialogProps {
  title: string
  description: string
  act: string
  /** Of which a free name is proposed. */
  stem: string
  taken: readonly string[]
  onName: (name: string) => void
  onClose: () => void
}

/** Asks for the name of a snapshot. */
export const NameDialog = ({ title, description, act, stem, taken, onName, onClose }: NameDialogProps) => {
  const [name, setName] = useState(() => freeName(stem, taken))
  const [tried, setTried] = useState(false)
  const problem = nameProblem(name.trim(), taken)
  const run = () => {
    setTried(true)
    if (problem !== undefined) return
    onClose()
    onName(name.trim())
  }
  return (
    <FormDialog
      title={title}
      description={description}
      act={act}
      className={styles.form}
      onAct={run}
      onClose={onClose}
    >
      <Field
        label="Name"
        hint={`Environments that begin with empty volumes start from one called "${preparedName}".`}
        error={tried ? problem : undefined}
      >
        {(field) => (
          <Input
            {...field}
            value={name}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => setName(target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
