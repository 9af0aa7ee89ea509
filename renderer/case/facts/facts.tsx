import { useBench } from '../../app/bench.ts'
import { useLive } from '../../client/use-live.ts'
import { CasePatches } from '../../patches/case-patches.tsx'
import { useCasePage } from '../page.ts'
import { Clocks } from './clocks-view.tsx'
import { CustomerFacts } from './customer.tsx'
import { Dates } from './dates.tsx'
import styles from './facts.module.css'
import { FileList } from './file-list.tsx'
import { Links } from './links.tsx'
import { Original } from './original.tsx'
import { People } from './people.tsx'
import { Resolution } from './resolution.tsx'
import { Stack } from './stack.tsx'

/** All events that the wire gives at once; clocks, files and people follow from them. */
const eventsAtMost = 5000

export const Facts = () => {
  const { client } = useBench()
  const { detail } = useCasePage()
  const { id } = detail.case
  const merged = detail.mergedFrom.map((one) => one.id).join()
  const { value } = useLive(
    (signal) => client.timeline.watch({ caseId: id, limit: eventsAtMost }, { signal }),
    [client, id, merged],
    { keep: true },
  )
  const events = value?.events ?? []
  return (
    <div className={styles.facts}>
      <CustomerFacts />
      <Clocks events={events} complete={value !== undefined && value.total === events.length} />
      <Stack />
      <FileList events={events} />
      <CasePatches />
      <Links />
      <People events={events} />
      <Resolution />
      <Dates />
      <Original />
    </div>
  )
}
