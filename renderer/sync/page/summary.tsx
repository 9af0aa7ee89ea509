import { KeyRound, LogOut, MoreHorizontal, Pause, Play, RefreshCw } from 'lucide-react'
import type { SyncStatus } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { LastSync, NextTry } from '../moments.tsx'
import { StateIcon } from '../state-icon.tsx'
import { headlines, shareOf, standing, troubleActs } from '../status-words.ts'
import styles from './sync.module.css'

/** One glance: the state, with whom, since when, what next, and what is in the way. */
export const Summary = ({ status }: { status: SyncStatus }) => {
  const { state, organisation, url, syncedAt, nextTryAt } = status
  const said = standing(status)
  return (
    <>
      <header className={styles.head}>
        <h1>Sync</h1>
        <Acts paused={state === 'paused'} />
      </header>
      <section className={styles.summary} data-state={state} aria-label="How sync stands">
        <StateIcon state={state} size={22} />
        <div className={styles.glance}>
          <h2>{headlines[state]}</h2>
          {said && <p>{said}</p>}
          <p className={styles.facts}>
            <span>
              Connected to {organisation ?? 'your team'}
              {url && ` at ${new URL(url).host}`}
            </span>
            <span>{syncedAt === null ? 'Never synced whole yet' : <LastSync at={syncedAt} />}</span>
            {nextTryAt !== null && <NextTry at={nextTryAt} />}
          </p>
          <Trouble trouble={status.trouble} />
        </div>
      </section>
      <Fetching status={status} />
    </>
  )
}

const Acts = ({ paused }: { paused: boolean }) => {
  const { commands } = useBench()
  const run = (id: string) => () => void commands.run(id)
  return (
    <div className={styles.acts}>
      <Button look="primary" icon={RefreshCw} onClick={run('sync.now')}>
        Sync now
      </Button>
      <Button icon={paused ? Play : Pause} onClick={run(paused ? 'sync.resume' : 'sync.pause')}>
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <Menu
        align="end"
        trigger={<IconButton icon={MoreHorizontal} look="plain" label="More acts of sync" />}
        items={[
          { label: 'Sign in again', icon: KeyRound, run: run('sync.signIn') },
          { label: 'Disconnect', icon: LogOut, run: run('sync.disconnect') },
        ]}
      />
    </div>
  )
}

const Trouble = ({ trouble }: Pick<SyncStatus, 'trouble'>) => {
  const { commands } = useBench()
  if (!trouble) return null
  return (
    <div className={styles.trouble}>
      <p>{trouble.message}</p>
      {troubleActs[trouble.code].map(({ label, command }) => (
        <Button key={command} size="small" onClick={() => commands.run(command)}>
          {label}
        </Button>
      ))}
    </div>
  )
}

const rows = (count: number): string => count.toLocaleString('en')

/** The first sync, or a long one: how far it is, and that nobody has to wait for it. */
const Fetching = ({ status }: { status: SyncStatus }) => {
  const { fetching, complete } = status
  if (!fetching || (complete && fetching.of === null)) return null
  const label = complete ? 'Fetching what is new' : 'First sync'
  return (
    <section className={styles.fetching} aria-label={label}>
      <div className={styles.fetchingHead}>
        <span>{label}</span>
        <span className={styles.count}>
          {rows(fetching.rows)}
          {fetching.of !== null && ` of ${rows(fetching.of)}`} rows
        </span>
      </div>
      <ProgressBar label={label} value={shareOf(status)} />
      {!complete && (
        <p>
          Your own cases come first. Work on meanwhile; it goes on where it was after a break or a restart.
        </p>
      )}
    </section>
  )
}
