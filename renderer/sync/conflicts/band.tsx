import { GitMerge } from 'lucide-react'
import { useState } from 'react'
import type { CaseDetail } from '../../../shared/contract/cases.ts'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import { plural } from '../../case/words.ts'
import { useLive } from '../../client/use-live.ts'
import { Button } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import styles from './band.module.css'
import { type Resolve, useResolve } from './use-resolve.ts'

/** Under the header of a case: what two people changed without knowing of each other, each with its acts. */
export const ConflictBand = ({ detail }: { detail: CaseDetail }) => {
  const { client } = useBench()
  const caseId = detail.case.id
  const live = useLive((signal) => client.sync.watchConflicts({ caseId }, { signal }), [client, caseId])
  const conflicts = live.value?.conflicts ?? []
  // Without the list the page of sync still tells of it; the case goes on without a word.
  return conflicts.length > 0 && <Band conflicts={conflicts} detail={detail} />
}

const Band = ({ conflicts, detail }: { conflicts: readonly SyncConflict[]; detail: CaseDetail }) => {
  const [open, setOpen] = useState(true)
  const contracts = detail.customer?.contracts ?? []
  const resolve = useResolve(conflicts, new Map(contracts.map(({ id, name }) => [id, name])))
  const many = conflicts.length
  return (
    <section className={styles.band} aria-label="Conflicts">
      <div className={styles.head}>
        <GitMerge size={15} aria-hidden />
        <span role="status">
          {plural(many, 'conflict')}: {many === 1 ? 'this was' : 'these were'} changed by two people who did
          not know of each other. Choose what stands.
        </span>
        <Button size="small" look="quiet" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide' : 'Show'}
        </Button>
      </div>
      {open && (
        <ul className={styles.cards}>
          {conflicts.map((conflict) => (
            <Card key={conflict.id} conflict={conflict} resolve={resolve} />
          ))}
        </ul>
      )}
    </section>
  )
}

const Side = ({ name, value }: { name: string; value: string }) => (
  <div className={styles.side}>
    <dt>{name}</dt>
    <dd title={value}>{value}</dd>
  </div>
)

const Card = ({ conflict, resolve }: { conflict: SyncConflict; resolve: Resolve }) => {
  const { field, base, theirs, mine } = resolve.words(conflict)
  const [busy, setBusy] = useState(false)
  const take = async (side: 'mine' | 'theirs') => {
    setBusy(true)
    if (!(await resolve.take(conflict, side))) setBusy(false)
  }
  const isText = conflict.rule === 'text'
  return (
    <li className={styles.card}>
      <div className={styles.title}>
        <h3>{field}</h3>
        <span className={styles.when}>
          in conflict since <RelativeTime at={conflict.at} form="long" />
        </span>
        <div className={styles.acts}>
          {isText && (
            <Button size="small" look="primary" icon={GitMerge} onClick={() => resolve.merge(conflict)}>
              Merge
            </Button>
          )}
          <Button size="small" disabled={busy} onClick={() => void take('theirs')}>
            Keep {theirs.short}
          </Button>
          <Button size="small" disabled={busy} onClick={() => void take('mine')}>
            Take {mine.short}
          </Button>
        </div>
      </div>
      <dl className={styles.sides}>
        <Side name="Before both" value={base} />
        <Side name={`Stands now, by ${theirs.by}`} value={theirs.value} />
        <Side name={`Did not take effect, by ${mine.by}`} value={mine.value} />
      </dl>
    </li>
  )
}
