import { useState } from 'react'
import type { Patch } from '../../../shared/domain/entities.ts'
import type { PatchState } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { useChange } from '../../case/change.ts'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { stateNames } from '../words.ts'
import styles from './patch.module.css'

/** Asks where it can be seen that a patch reached a state. */
export const StepDialog = ({
  patch: { id, title },
  state,
  onClose,
}: {
  patch: Patch
  state: PatchState
  onClose: () => void
}) => {
  const { client } = useBench()
  const change = useChange()
  const [url, setUrl] = useState('')
  const [note, setNote] = useState('')
  const name = stateNames[state]
  const wrong = url.trim() !== '' && !/^https?:\/\/\S+$/.test(url.trim())
  const act = async () => {
    if (wrong) return
    const step = () => client.patches.step({ id, state, url: url.trim(), note })
    if (await change(`${title}: ${name.toLowerCase()}`, step)) onClose()
  }
  return (
    <FormDialog
      title={`Set to ${name.toLowerCase()}`}
      description={title}
      act="Set"
      onAct={() => void act()}
      onClose={onClose}
      className={styles.form}
    >
      <Field
        label="Link"
        hint="A pull request, a commit, a release; may be empty."
        error={wrong ? 'An address starts with https://' : undefined}
      >
        {(ids) => (
          <Input {...ids} autoFocus type="url" value={url} onChange={(event) => setUrl(event.target.value)} />
        )}
      </Field>
      <Field label="Note">
        {(ids) => (
          <Input {...ids} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
        )}
      </Field>
    </FormDialog>
  )
}
