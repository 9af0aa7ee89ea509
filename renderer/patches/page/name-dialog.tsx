import { useState } from 'react'
import type { Patch } from '../../../shared/domain/entities.ts'
import { useBench } from '../../app/bench.ts'
import { useChange } from '../../case/change.ts'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { BranchField } from '../branch-field.tsx'
import styles from './patch.module.css'

/** Changes what a patch is called and which branch it is for; the series itself stays. */
export const NameDialog = ({ patch, onClose }: { patch: Patch; onClose: () => void }) => {
  const { client } = useBench()
  const change = useChange()
  const [title, setTitle] = useState(patch.title)
  const [branch, setBranch] = useState(patch.branch)
  const empty = title.trim() === ''
  const act = async () => {
    if (empty) return
    const set = { title: title.trim(), branch: branch.trim() }
    if (await change('The patch is changed', () => client.patches.set({ id: patch.id, set }))) onClose()
  }
  return (
    <FormDialog
      title="Title and branch"
      act="Change"
      onAct={() => void act()}
      onClose={onClose}
      className={styles.form}
    >
      <Field label="Title" error={empty ? 'A patch needs a title.' : undefined}>
        {(ids) => (
          <Input
            {...ids}
            autoFocus
            maxLength={500}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <BranchField value={branch} onChange={setBranch} />
    </FormDialog>
  )
}
