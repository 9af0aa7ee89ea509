import { useState } from 'react'
import { limits } from '../../shared/domain/entities.ts'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'

export interface NewEntryProps {
  title: string
  description: string
  /** Makes it, and puts this away where that worked. */
  onMake: (name: string) => Promise<void>
  onClose: () => void
}

/** Asks for a name; everything else is written on the page of the new one. */
export const NewEntry = ({ title, description, onMake, onClose }: NewEntryProps) => {
  const [name, setName] = useState('')
  const [fault, setFault] = useState<string>()
  const make = async () => {
    if (name.trim() === '') return setFault('Give a name.')
    await onMake(name.trim())
  }
  return (
    <FormDialog
      title={title}
      description={description}
      act="Create"
      onAct={() => void make()}
      onClose={onClose}
    >
      <Field label="Name" error={fault}>
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            maxLength={limits.name}
            value={name}
            onChange={(event) => {
              setName(event.target.value)
              setFault(undefined)
            }}
          />
        )}
      </Field>
    </FormDialog>
  )
}
