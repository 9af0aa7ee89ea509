import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { plural } from '../../case/words.ts'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { sentence } from '../../ui/sentence.ts'
import { useSyncStatus } from '../use-sync.ts'
import styles from './connect.module.css'
import { tokenFault } from './failure.ts'
import { Note } from './note.tsx'

/** Signs in to the same service with a new token; what waits here stays as it is. */
export const SignInDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, toast } = useBench()
  const status = useSyncStatus()
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<string>()
  const [going, setGoing] = useState(false)
  const waiting = status?.pending ?? 0

  const signIn = async () => {
    if (going) return
    const fault = tokenFault(token.trim())
    if (fault) return setProblem(fault)
    setGoing(true)
    setProblem(undefined)
    try {
      await client.sync.signIn({ token: token.trim() })
      onClose()
      toast({ tone: 'ok', key: 'sync', text: 'Signed in. Sync goes on by itself.' })
    } catch (error) {
      setGoing(false)
      setProblem(sentence(error))
    }
  }
  return (
    <FormDialog
      title={`Sign in again${status?.organisation ? ` to ${status.organisation}` : ''}`}
      description={status?.url}
      act={going ? 'Signing in' : 'Sign in'}
      onAct={() => void signIn()}
      onClose={onClose}
      className={styles.form}
    >
      <Field
        label="New token"
        hint="It takes the place of the old one, on this machine only."
        error={problem}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            maxLength={500}
            disabled={going}
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        )}
      </Field>
      <Note>
        {waiting > 0
          ? `${plural(waiting, 'change')} that ${waiting === 1 ? 'waits' : 'wait'} here will be sent as soon as you are signed in.`
          : 'Nothing waits here. What is new comes as soon as you are signed in.'}
      </Note>
    </FormDialog>
  )
}
