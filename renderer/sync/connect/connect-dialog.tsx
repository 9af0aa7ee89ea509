import type { ServiceAddress } from '../../../shared/lib/service-address.ts'
import { plural } from '../../case/words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useSyncStatus } from '../use-sync.ts'
import { BrowserWait, ByBrowser } from './by-browser.tsx'
import styles from './connect.module.css'
import type { Failure } from './failure.ts'
import { Note } from './note.tsx'
import { useConnecting } from './use-connecting.ts'
import { useProvider } from './use-provider.ts'

/** Connects this bench to the team's central service. */
export const ConnectDialog = ({ onClose }: { onClose: () => void }) => {
  const connecting = useConnecting(onClose)
  const { busy, waiting, connect, cancel } = connecting
  return (
    <Dialog
      open
      title="Connect to your team"
      description="Cases, notes and evidence are shared through your team's own service. You go on working on this machine, also without a network."
      onClose={onClose}
      footer={
        <>
          <Button onClick={cancel}>Cancel</Button>
          {!waiting && (
            <Button look="primary" disabled={busy} onClick={() => void connect()}>
              {busy ? 'Connecting' : 'Connect'}
            </Button>
          )}
        </>
      }
    >
      {waiting ? <BrowserWait waiting={waiting} /> : <Fields connecting={connecting} />}
    </Dialog>
  )
}

const Fields = ({ connecting }: { connecting: ReturnType<typeof useConnecting> }) => {
  const { typed, token, address, failure, busy, connect, byBrowser } = connecting
  const { addressField, tokenField, takeAddress, takeToken } = connecting
  const provider = useProvider(address)
  const problem = (at: Failure['at']) => (failure?.at === at ? failure.text : undefined)
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        void connect()
      }}
    >
      <Field
        label="Address of the service"
        hint="Whoever looks after the service tells you."
        error={problem('address')}
      >
        {(ids) => (
          <Input
            {...ids}
            ref={addressField}
            inputMode="url"
            placeholder="https://casebench.example.com"
            maxLength={2000}
            disabled={busy}
            value={typed}
            onChange={(event) => takeAddress(event.target.value)}
          />
        )}
      </Field>
      <ByBrowser provider={provider} disabled={busy} onStart={byBrowser} />
      <Field
        label="Token"
        hint="A one-time link does as well, and is used up. Kept on this machine only."
        error={problem('token')}
      >
        {(ids) => (
          <Input
            {...ids}
            ref={tokenField}
            type="password"
            maxLength={2000}
            disabled={busy}
            value={token}
            onChange={(event) => takeToken(event.target.value)}
          />
        )}
      </Field>
      <Unencrypted address={address} />
      {failure?.at === 'form' && <Note tone="problem">{failure.text}</Note>}
      {busy ? <Progress address={address} /> : <WhatHappens />}
      <button type="submit" hidden aria-hidden tabIndex={-1} />
    </form>
  )
}

const Unencrypted = ({ address }: { address: ServiceAddress }) => {
  if (!address.ok || address.encrypted) return null
  if (address.reach === 'this-machine') return null
  return (
    <Note tone="warning">
      This connection is not encrypted. Whoever is on the same network could read your token and your cases;
      use it only in a network you trust.
    </Note>
  )
}

const Progress = ({ address }: { address: ServiceAddress }) => {
  const label = `Asking ${address.ok ? new URL(address.url).host : 'the service'}`
  return (
    <div className={styles.progress} role="status">
      <span>{label}</span>
      <ProgressBar label={label} value={null} />
    </div>
  )
}

/** What connecting does to what is here already. */
const WhatHappens = () => {
  const pending = useSyncStatus()?.pending ?? 0
  return (
    <Note>
      {pending > 0
        ? `${plural(pending, 'change')} of this bench will be sent to your team, in the background and in order. `
        : 'This bench has nothing to send yet. '}
      What your team shares with you comes here, your own cases first. Nothing of this bench is replaced or
      lost.
    </Note>
  )
}
