import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { sentence } from '../../ui/sentence.ts'
import { MessageField } from '../message-field.tsx'
import styles from './changes.module.css'

export interface CommitDialogProps {
  caseId: string
  /** Empty for everything. */
  paths: readonly string[]
  onClose: () => void
}

/** Commits files on the branch that the workspace stands on. */
export const CommitDialog = ({ caseId, paths, onClose }: CommitDialogProps) => {
  const { client, toast } = useBench()
  const [message, setMessage] = useState('')
  const [error, setError] = useState<string>()
  const commit = async () => {
    if (message.trim() === '') return setError('Say what was changed.')
    try {
      const { hash } = await client.patches.commit({ caseId, message, paths: [...paths] })
      onClose()
      toast({ tone: 'ok', text: `Committed as ${hash.slice(0, 8)}` })
    } catch (failure) {
      setError(sentence(failure))
    }
  }
  return (
    <FormDialog
      title="Commit"
      description={
        paths.length === 0
          ? 'All changes go onto the branch that the workspace stands on.'
          : `${paths.length} ${paths.length === 1 ? 'file goes' : 'files go'} onto the branch that the workspace stands on, each as a whole.`
      }
      act="Commit"
      onAct={() => void commit()}
      onClose={onClose}
      className={styles.form}
    >
      <MessageField
        value={message}
        onChange={(next) => {
          setMessage(next)
          setError(undefined)
        }}
        rows={3}
        error={error}
      />
    </FormDialog>
  )
}
