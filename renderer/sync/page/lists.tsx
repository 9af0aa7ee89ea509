import { useState } from 'react'
import type { SyncItem } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { useLive } from '../../client/use-live.ts'
import { TransferSection } from '../../transfers/transfer-section.tsx'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Section } from '../../ui/section.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { discardItem, retryItem } from '../acts.ts'
import { useResolve } from '../conflicts/use-resolve.ts'
import { ConflictList } from './conflict-list.tsx'
import { PendingList } from './pending-list.tsx'
import { RefusedList } from './refused-list.tsx'
import styles from './sync.module.css'
import { type Current, useListCommands } from './use-list-commands.ts'

/** More waiting changes are counted and not listed. */
const itemsAtMost = 1000

/** Everything that waits: for a person first, then for its turn. */
export const Lists = () => {
  const bench = useBench()
  const { client, navigate } = bench
  const live = useLive((signal) => client.sync.watchItems({ limit: itemsAtMost }, { signal }), [client])
  const fights = useLive((signal) => client.sync.watchConflicts({}, { signal }), [client])
  const [current, setCurrent] = useState<Current>(null)
  const { items = [], pending = 0, rejected = 0 } = live.value ?? {}
  const { conflicts = [] } = fights.value ?? {}
  const resolve = useResolve(conflicts)
  const refused = items.filter(({ state }) => state === 'rejected')
  const retry = (item: SyncItem) => void retryItem(bench, item)
  const discard = (item: SyncItem) => void discardItem(bench, item, window)
  const open = ({ ref }: SyncItem) => ref !== null && navigate(pathOf('case', ref))
  useListCommands({ current, refused, conflicts, retry, discard, resolve })

  if (!live.value || !fights.value) {
    const failed = [live, fights].find(({ state }) => state === 'failed')
    if (!failed) return <Skeleton lines={6} label="Reading what waits" />
    return (
      <ErrorState title="What waits cannot be read" error={failed.error}>
        <Button onClick={failed.retry}>Try again</Button>
      </ErrorState>
    )
  }
  return (
    <>
      <Section title="Refused" count={rejected}>
        {rejected === 0 ? (
          <p className={styles.none}>
            Nothing was refused. What your team's service does not take waits here.
          </p>
        ) : (
          <RefusedList
            {...{ retry, discard, open }}
            items={refused}
            onCurrent={(item) => setCurrent({ list: 'refused', item })}
          />
        )}
      </Section>
      <Section title="Conflicts" count={conflicts.length}>
        {conflicts.length === 0 ? (
          <p className={styles.none}>
            No conflicts. When two people change the same thing without knowing of each other, you choose
            here.
          </p>
        ) : (
          <ConflictList
            {...{ conflicts, resolve }}
            onCurrent={(item) => setCurrent({ list: 'conflicts', item })}
          />
        )}
      </Section>
      <Section title="Waiting to be sent" count={pending}>
        {pending === 0 ? (
          <p className={styles.none}>Nothing waits. Changes made offline stand here until they are sent.</p>
        ) : (
          <PendingList
            items={items.filter(({ state }) => state !== 'rejected')}
            total={pending}
            onOpen={open}
            onCurrent={() => setCurrent(null)}
          />
        )}
      </Section>
      <TransferSection onCurrent={() => setCurrent(null)} />
    </>
  )
}
