import { CircleAlert, HardDrive, RefreshCw } from 'lucide-react'
import { useStore } from 'zustand'
import type { Connection, ConnectionState } from '../client/connection.ts'
import { Button } from '../ui/button.tsx'
import styles from './connection-face.module.css'

const texts: Record<ConnectionState['is'], string> = {
  connecting: 'Connecting to the host',
  open: 'Saved on this machine',
  lost: 'Not connected',
  'signed-out': 'Signed out',
  'newer-host': 'Out of date',
}

const titles: Record<ConnectionState['is'], string> = {
  connecting: 'The bench is being opened.',
  open: 'Every change is written to the disk of this machine before it counts as made.',
  lost: 'The host does not answer. What was saved is kept; new changes wait.',
  'signed-out': 'This browser is no longer signed in.',
  'newer-host': 'The host was replaced by a newer version.',
}

/** The item of the status bar: whether what is done is saved. */
export const ConnectionStatus = ({ connection }: { connection: Connection }) => {
  const { is } = useStore(connection.state)
  const Icon = is === 'open' ? HardDrive : is === 'connecting' ? RefreshCw : CircleAlert
  return (
    <span className={styles.status} data-state={is} title={titles[is]} role="status">
      <Icon size={13} aria-hidden />
      {texts[is]}
    </span>
  )
}

/** What stands above the work while the host cannot be reached. The work stays: what is being written is not lost. */
export const ConnectionBanner = ({ connection, view }: { connection: Connection; view: Window }) => {
  const state = useStore(connection.state)
  if (state.is === 'open' || state.is === 'connecting') return null
  // A host that restarts is back before anybody could read this.
  const brief = state.is === 'lost' && state.attempt < 2
  return (
    <div className={styles.banner} role="alert" hidden={brief}>
      <CircleAlert size={16} aria-hidden />
      <p>{sentenceOf(state)}</p>
      {state.is === 'newer-host' ? (
        <Button size="small" onClick={() => view.location.reload()}>
          Load again
        </Button>
      ) : (
        <Button size="small" onClick={connection.retry}>
          Try now
        </Button>
      )}
    </div>
  )
}

const sentenceOf = (state: ConnectionState): string => {
  if (state.is === 'signed-out') return `${state.reason} What was saved is kept.`
  if (state.is === 'newer-host')
    return `The host is now version ${state.version}. What was saved is kept; load this page again to go on.`
  return 'The host does not answer. What was saved is kept; it is tried again by itself.'
}
