import { useState } from 'react'
import type { SyncStatus } from '../../shared/contract/sync.ts'
import { useBench } from '../app/bench.ts'
import { filesText } from '../transfers/words.ts'
import { Tooltip } from '../ui/tooltip.tsx'
import { LastSync, NextTry } from './moments.tsx'
import { StateIcon } from './state-icon.tsx'
import styles from './status-item.module.css'
import { announcement, shortText, standing } from './status-words.ts'
import { useCalm } from './use-calm.ts'
import { useSyncStatus } from './use-sync.ts'

/** The item of the status bar: whether what is done here has reached the team. */
export const SyncStatusItem = () => {
  const status = useCalm(useSyncStatus())
  return status && <Shown status={status} />
}

const Shown = ({ status }: { status: SyncStatus }) => {
  const { commands, navigate } = useBench()
  const { state } = status
  const [said, setSaid] = useState(() => announcement(status, ''))
  const next = announcement(status, said)
  if (next !== said) setSaid(next)
  const text = shortText(status)
  const act = state === 'off' ? 'connect to your team' : 'show sync'
  return (
    <>
      <Tooltip side="top" text={<Tip status={status} />}>
        <button
          type="button"
          className={styles.item}
          data-state={state}
          aria-label={state === 'off' ? `${text}, ${act}` : `Sync: ${text}, ${act}`}
          onClick={() => (state === 'off' ? commands.run('sync.connect') : navigate('/sync'))}
        >
          <StateIcon state={state} size={13} />
          {text}
        </button>
      </Tooltip>
      <span className="visually-hidden" role="status">
        {next}
      </span>
    </>
  )
}

const Tip = ({ status }: { status: SyncStatus }) => {
  const { trouble, nextTryAt, syncedAt, files } = status
  const said = filesText(files)
  return (
    <span className={styles.tip}>
      <span>{trouble?.message ?? standing(status)}</span>
      {syncedAt !== null && <LastSync at={syncedAt} />}
      {said && <span>{said}</span>}
      {nextTryAt !== null && <NextTry at={nextTryAt} />}
    </span>
  )
}
