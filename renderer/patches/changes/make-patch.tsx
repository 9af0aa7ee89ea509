import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { undoAct } from '../../app/history.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { sentence } from '../../ui/sentence.ts'
import type { OfCase } from '../../workspace/acts.tsx'
import { BranchField } from '../branch-field.tsx'
import { MessageField } from '../message-field.tsx'
import type { Selected } from '../picked.ts'
import { patchRoute } from '../words.ts'
import styles from './changes.module.css'

export interface MakePatchProps {
  found: OfCase
  base: string
  /** Empty for everything. */
  selection: readonly Selected[]
  files: number
  onClose: () => void
}

/** Asks what the patch does, makes it and shows it. */
export const MakePatch = ({ found, base, selection, files, onClose }: MakePatchProps) => {
  const bench = useBench()
  const { client, toast, navigate } = bench
  const [message, setMessage] = useState('')
  const [branch, setBranch] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const make = async () => {
    if (busy) return
    if (message.trim() === '') return setError('Say what the patch does.')
    setBusy(true)
    try {
      const input = { caseId: found.id, message, base, branch: branch.trim(), selection: [...selection] }
      const { patch, step } = await client.patches.create(input)
      onClose()
      navigate(patchRoute(patch.id))
      const text = `Attached ${patch.series.name} to ${found.ref}`
      toast({ key: 'history', tone: 'ok', text, ...(step !== null && { act: undoAct(bench, step) }) })
    } catch (failure) {
      setError(sentence(failure))
      setBusy(false)
    }
  }
  return (
    <FormDialog
      title="Make a patch"
      description={`A git format-patch series of ${files} ${files === 1 ? 'file' : 'files'}, signed off and with ${found.ref}, attached for colleagues only. Your files and branches stay as they are.`}
      act={busy ? 'Making…' : 'Make and attach'}
      onAct={() => void make()}
      onClose={onClose}
      className={styles.form}
    >
      <MessageField
        value={message}
        onChange={(next) => {
          setMessage(next)
          setError(undefined)
        }}
        rows={4}
        hint="The first line is its title."
        error={error}
      />
      <BranchField
        value={branch}
        onChange={setBranch}
        hint="The branch it is for, such as 10.1.x; one series for each."
      />
    </FormDialog>
  )
}
