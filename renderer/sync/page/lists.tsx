import { useState } from 'react'
import type { SyncConflict, SyncItem } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import { pathOf } from '../../app/router.ts'
import { useLive } from '../../client/use-live.ts'
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

/** More waiting changes are counted and not listed. */
const itemsAtMost = 1000

/** What the keys are about. */
type Current = { list: 'refused'; item: SyncItem } | { list: 'conflicts'; item: SyncConflict } | null

/** Everything that waits: for a person first, then for its turn. */
export const Lists = () => {
  const bench = useBench()
  const { client, navigate } = bench
  const live = useLive((signal) => client.sync.watchItems({ limit: itemsAtMost }, { signal }), [client])
  const fights = useLive((signal) => client.sync.watchConflicts({}, { signal }), [client])
  const conflicts = fights.value?.conflicts ?? []
  const [current, setCurrent] = useState<Current>(null)
  const resolve = useResolve(conflicts)
  const items = live.value?.items ?? []
  const refused = items.filter(({ state }) => state === 'rejected')
  const open = ({ ref }: { ref: string | null }) => ref !== null && navigate(pathOf('case', ref))
  const acts = {
    retry: (item: SyncItem) => void retryItem(bench, item),
    discard: (item: SyncItem) => void discardItem(bench, item, window),
    open,
  }
  const ofRefused = (act: (item: SyncItem) => void) => ({
    enabled: () => current?.list === 'refused' && refused.some(({ id }) => id === current.item.id),
    run: () => {
      if (current?.list === 'refused') act(current.item)
    },
  })
  const ofConflict = (act: (conflict: SyncConflict) => void) => ({
    enabled: () => current?.list === 'conflicts' && conflicts.some(({ id }) => id === current.item.id),
    run: () => {
      if (current?.list === 'conflicts') act(current.item)
    },
  })
  const section = 'Sync'
  useCommands([
    {
      id: 'sync.retry',
      title: 'Send the refused change again',
      section,
      shortcut: ['r'],
      ...ofRefused(acts.retry),
    },
    {
      id: 'sync.discard',
      title: 'Discard the refused change',
      section,
      shortcut: ['Delete'],
      ...ofRefused(acts.discard),
    },
    {
      id: 'sync.takeTheirs',
      title: 'Keep theirs in the conflict',
      section,
      shortcut: ['t'],
      ...ofConflict((one) => void resolve.take(one, 'theirs')),
    },
    {
      id: 'sync.takeMine',
      title: 'Take mine in the conflict',
      section,
      shortcut: ['m'],
      ...ofConflict((one) => void resolve.take(one, 'mine')),
    },
    {
      id: 'sync.merge',
      title: 'Merge the texts of the conflict',
      section,
      shortcut: ['e'],
      ...ofConflict((one) => one.rule === 'text' && resolve.merge(one)),
    },
  ])
  if (!live.value || !fights.value) {
    const failed = [live, fights].find(({ state }) => state === 'failed')
    if (!failed) return <Skeleton lines={6} label="Reading what waits" />
    return (
      <ErrorState title="What waits cannot be read" error={failed.error}>
        <Button onClick={failed.retry}>Try again</Button>
      </ErrorState>
    )
  }
  const { pending, rejected } = live.value
  return (
    <>
      <Section title="Refused" count={rejected}>
        {rejected === 0 ? (
          <p className={styles.none}>
            Nothing was refused. What your team's service does not take waits here.
          </p>
        ) : (
          <RefusedList
            items={refused}
            {...acts}
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
            conflicts={conflicts}
            resolve={resolve}
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
    </>
  )
}
