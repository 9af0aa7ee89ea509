import { HardDrive } from 'lucide-react'
import { useState } from 'react'
import type { CaseDisk, Reclaimable } from '../../shared/contract/environments.ts'
import { type Bench, useBench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'
import { useCall } from '../client/use-call.ts'
import { useLive } from '../client/use-live.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Section } from '../ui/section.tsx'
import { isCancelled } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './reclaim.module.css'

/** Removes what was listed. */
const reclaim = async ({ client, acts, toast }: Bench): Promise<void> => {
  try {
    const { removed, bytes } = await acts.run('Reclaiming disk of environments', ({ signal }) =>
      client.environments.reclaim({ apply: true }, { signal }),
    )
    toast({ tone: 'ok', text: `Removed ${plural(removed, 'part')}; ${bytesText(bytes)} are free again` })
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error)) toast('Reclaiming was cancelled. What is removed already stays removed.')
  }
}

/** What each case takes of disk and memory, and what may go, to be read before it goes. */
export const ReclaimDialog = ({ onClose }: { onClose: () => void }) => {
  const bench = useBench()
  const { client } = bench
  const [busy, setBusy] = useState(false)
  const { value, state, error, retry } = useCall(
    (signal) => client.environments.reclaim({}, { signal }),
    [client],
    { keep: true },
  )
  const remove = () => {
    setBusy(true)
    void reclaim(bench).then(() => {
      setBusy(false)
      retry()
    })
  }
  const items = value?.items ?? []
  return (
    <Dialog
      open
      wide
      title="Disk and memory of environments"
      description="Only what this bench made is listed. What runs, and what snapshots keep, is never removed here."
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          {items.length > 0 && (
            <Button look="danger" disabled={busy} onClick={remove}>
              Remove {plural(items.length, 'part')}, {bytesText(value?.bytes ?? 0)}
            </Button>
          )}
        </>
      }
    >
      {state === 'failed' ? (
        <ErrorState title="The engine cannot be asked" error={error}>
          <Button onClick={retry}>Try again</Button>
        </ErrorState>
      ) : value ? (
        <div className={styles.body}>
          {value.cases.length > 0 && <Cases cases={value.cases} />}
          {items.length > 0 ? (
            <Going items={items} />
          ) : (
            <EmptyState
              icon={HardDrive}
              title="There is nothing to reclaim"
              text="Stop an environment to have its containers and data listed here."
            />
          )}
        </div>
      ) : (
        <Skeleton lines={6} label="Asking the engine" />
      )}
    </Dialog>
  )
}

const Cases = ({ cases }: { cases: readonly CaseDisk[] }) => (
  <table className={styles.cases}>
    <thead>
      <tr>
        <th scope="col">Case</th>
        <th scope="col">Running</th>
        <th scope="col">Memory</th>
        <th scope="col">Environment</th>
        <th scope="col">Snapshots</th>
      </tr>
    </thead>
    <tbody>
      {cases.map(({ caseId, ref, running, bytes, snapshotBytes }) => (
        <tr key={caseId}>
          <th scope="row">{ref || 'A case that is not here'}</th>
          <td>{running === 0 ? '–' : plural(running, 'container')}</td>
          <td>{running === 0 || ref === '' ? '–' : <Memory caseId={caseId} />}</td>
          <td>{bytes === 0 ? '–' : bytesText(bytes)}</td>
          <td>{snapshotBytes === 0 ? '–' : bytesText(snapshotBytes)}</td>
        </tr>
      ))}
    </tbody>
  </table>
)

const Memory = ({ caseId }: { caseId: string }) => {
  const { client } = useBench()
  const { value, state } = useLive(
    (signal) => client.environments.stats({ caseId }, { signal }),
    [client, caseId],
    { keep: true },
  )
  if (value) return bytesText(value.services.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0))
  return state === 'failed' ? 'unknown' : '…'
}

const kindNames = { container: 'Container', network: 'Network', volume: 'Volume', image: 'Image' } as const

const Going = ({ items }: { items: readonly Reclaimable[] }) => (
  <Section title="What would be removed" count={items.length}>
    <ul className={styles.items}>
      {items.map(({ kind, name, bytes, reason }) => (
        <li key={`${kind} ${name}`}>
          <span className={styles.kind}>{kindNames[kind]}</span>
          <span className={styles.words}>
            <span className={styles.name}>{name}</span>
            <span className={styles.reason}>{reason}</span>
          </span>
          <span className={styles.bytes}>{kind === 'network' ? '' : bytesText(bytes)}</span>
        </li>
      ))}
    </ul>
  </Section>
)
