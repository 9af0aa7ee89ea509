import { useState } from 'react'
import { limits } from '../../shared/domain/entities.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Field } from '../ui/field.tsx'
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
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" onClick={() => void make()}>
            Create
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void make()
        }}
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
      </form>
    </Dialog>
  )
}
