import { useEffect, useRef, useState } from 'react'
import { readServiceAddress, type ServiceAddress } from '../../../shared/lib/service-address.ts'
import { useBench } from '../../app/bench.ts'
import { plural } from '../../case/words.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { isCancelled } from '../../ui/sentence.ts'
import { useSyncStatus } from '../use-sync.ts'
import styles from './connect.module.css'
import { type Failure, failureOf, tokenFault } from './failure.ts'
import { Note } from './note.tsx'

/** Connects this bench to the team's central service. */
export const ConnectDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, toast, navigate } = useBench()
  const [typed, setTyped] = useState('')
  const [token, setToken] = useState('')
  const [failure, setFailure] = useState<Failure | null>(null)
  const [going, setGoing] = useState<AbortController | null>(null)
  const addressField = useRef<HTMLInputElement>(null)
  const tokenField = useRef<HTMLInputElement>(null)
  const address = readServiceAddress(typed)
  // Nothing is told of a connection that nobody waits for any more.
  useEffect(() => () => going?.abort(), [going])

  /** A link that holds a token too is taken apart, so that the token is never shown as part of an address. */
  const takeAddress = (text: string) => {
    setFailure(null)
    const read = readServiceAddress(text)
    if (!read.ok || read.token === null) return setTyped(text)
    setTyped(read.url)
    setToken(read.token)
    tokenField.current?.focus()
  }
  const fail = (found: Failure) => {
    setFailure(found)
    if (found.at === 'address') addressField.current?.focus()
    if (found.at === 'token') tokenField.current?.focus()
  }
  const connect = async () => {
    if (going) return
    if (!address.ok) return fail({ at: 'address', text: address.reason })
    const fault = tokenFault(token.trim())
    if (fault) return fail({ at: 'token', text: fault })
    setFailure(null)
    const controller = new AbortController()
    setGoing(controller)
    try {
      const { signal } = controller
      const made = await client.sync.connect({ url: address.url, token: token.trim() }, { signal })
      onClose()
      toast({
        tone: 'ok',
        text: `Connected to ${made.organisation} as ${made.person}`,
        act: { label: 'Show sync', run: () => navigate('/sync') },
      })
    } catch (error) {
      setGoing(null)
      if (!isCancelled(error)) fail(failureOf(error))
    }
  }
  const problem = (at: Failure['at']) => (failure?.at === at ? failure.text : undefined)
  return (
    <Dialog
      open
      title="Connect to your team"
      description="Cases, notes and evidence are shared through your team's own service. You go on working on this machine, also without a network."
      onClose={onClose}
      footer={
        <>
          <Button onClick={going ? () => going.abort() : onClose}>Cancel</Button>
          <Button look="primary" disabled={going !== null} onClick={() => void connect()}>
            {going ? 'Connecting' : 'Connect'}
          </Button>
        </>
      }
    >
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
              disabled={going !== null}
              value={typed}
              onChange={(event) => takeAddress(event.target.value)}
            />
          )}
        </Field>
        <Field label="Token" hint="It is kept on this machine only." error={problem('token')}>
          {(ids) => (
            <Input
              {...ids}
              ref={tokenField}
              type="password"
              maxLength={500}
              disabled={going !== null}
              value={token}
              onChange={(event) => setToken(event.target.value)}
            />
          )}
        </Field>
        <Unencrypted address={address} />
        {failure?.at === 'form' && <Note tone="problem">{failure.text}</Note>}
        {going ? <Progress address={address} /> : <WhatHappens />}
        <button type="submit" hidden aria-hidden tabIndex={-1} />
      </form>
    </Dialog>
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
