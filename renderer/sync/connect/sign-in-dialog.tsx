import { useState } from 'react'
import { readServiceAddress } from '../../../shared/lib/service-address.ts'
import { useBench } from '../../app/bench.ts'
import { plural } from '../../case/words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Input } from '../../ui/input.tsx'
import { sentence } from '../../ui/sentence.ts'
import { useSyncStatus } from '../use-sync.ts'
import { BrowserWait, ByBrowser } from './by-browser.tsx'
import styles from './connect.module.css'
import { tokenFault } from './failure.ts'
import { Note } from './note.tsx'
import { useBrowserSignIn } from './use-browser-sign-in.ts'
import { useProvider } from './use-provider.ts'

/** Signs in to the same service again; what waits here stays as it is. */
export const SignInDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, toast } = useBench()
  const status = useSyncStatus()
  const [token, setToken] = useState('')
  const [problem, setProblem] = useState<string>()
  const [going, setGoing] = useState(false)
  const waits = status?.pending ?? 0
  const title = `Sign in again${status?.organisation ? ` to ${status.organisation}` : ''}`
  const address = readServiceAddress(status?.url ?? '')

  const signedIn = () => {
    onClose()
    toast({ tone: 'ok', key: 'sync', text: 'Signed in. Sync goes on by itself.' })
  }
  const provider = useProvider(address)
  const { waiting, start, stop } = useBrowserSignIn({
    onJoined: signedIn,
    onFailure: (error) => setProblem(sentence(error)),
  })
  const signIn = async () => {
    if (going) return
    const fault = tokenFault(token.trim())
    if (fault) return setProblem(fault)
    setGoing(true)
    setProblem(undefined)
    try {
      await client.sync.signIn({ token: token.trim() })
      signedIn()
    } catch (error) {
      setGoing(false)
      setProblem(sentence(error))
    }
  }
  if (waiting)
    return (
      <Dialog open title={title} onClose={onClose} footer={<Button onClick={stop}>Cancel</Button>}>
        <BrowserWait waiting={waiting} />
      </Dialog>
    )
  return (
    <FormDialog
      title={title}
      description={status?.url}
      act={going ? 'Signing in' : 'Sign in'}
      onAct={() => void signIn()}
      onClose={onClose}
      className={styles.form}
    >
      <ByBrowser
        provider={provider}
        disabled={going}
        onStart={() => {
          setProblem(undefined)
          if (address.ok) void start(address.url)
        }}
      />
      <Field
        label="New token"
        hint="It takes the place of the old one, on this machine only."
        error={problem}
      >
        {(ids) => (
          <Input
            {...ids}
            type="password"
            maxLength={2000}
            disabled={going}
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        )}
      </Field>
      <Note>
        {waits > 0
          ? `${plural(waits, 'change')} that ${waits === 1 ? 'waits' : 'wait'} here will be sent as soon as you are signed in.`
          : 'Nothing waits here. What is new comes as soon as you are signed in.'}
      </Note>
    </FormDialog>
  )
}
