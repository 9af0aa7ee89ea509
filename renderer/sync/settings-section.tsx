import { useBench } from '../app/bench.ts'
import { PresenceForm } from '../presence/form.tsx'
import styles from '../settings/settings.module.css'
import { TransferRulesForm } from '../transfers/rules-form.tsx'
import { Button } from '../ui/button.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { shortText } from './status-words.ts'
import { useSyncStatus } from './use-sync.ts'

/** With whom this bench shares its cases. */
const SyncSettings = () => {
  const { commands, navigate, sync } = useBench()
  const status = useSyncStatus()
  if (!status) return <Skeleton lines={4} />
  if (status.state === 'off')
    return (
      <>
        <p className={styles.text}>
          This bench works on its own: nothing leaves this machine. Connected to your team's central service
          it shares cases, notes and evidence in the background, and goes on working without a network.
        </p>
        <Button look="primary" onClick={() => sync.ask('connect')}>
          Connect to your team
        </Button>
      </>
    )
  return (
    <>
      <div className={styles.group}>
        <dl className={styles.facts}>
          <dt>Team</dt>
          <dd>{status.organisation ?? 'Not known yet'}</dd>
          <dt>Service</dt>
          <dd>{status.url}</dd>
          <dt>State</dt>
          <dd>{shortText(status)}</dd>
        </dl>
      </div>
      <div className={styles.acts}>
        <Button look="primary" onClick={() => navigate('/sync')}>
          Show sync
        </Button>
        <Button onClick={() => commands.run('sync.signIn')}>Sign in again</Button>
        <Button onClick={() => commands.run('sync.disconnect')}>Disconnect</Button>
      </div>
      <PresenceForm />
      <TransferRulesForm />
    </>
  )
}

export default SyncSettings
