import type { RefObject } from 'react'
import { useBench } from '../../app/bench.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import { useLive } from '../../client/use-live.ts'
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

export const Facts = ({ root }: { root: RefObject<HTMLDivElement | null> }) => {
  const { client } = useBench()
  const { detail } = useCasePage()
  const { id } = detail.case
  const merged = detail.mergedFrom.map((one) => one.id).join()
  const { value } = useLive(
    (signal) => client.timeline.watch({ caseId: id, limit: eventsAtMost }, { signal }),
    [client, id, merged],
    { keep: true },
  )
  const press = (name: string) => () =>
    root.current?.querySelector<HTMLElement>(`[data-act="${name}"] button`)?.click()
  useCommands([
    { id: 'case.link', title: 'Link to another case', section: 'Case', shortcut: ['l'], run: press('link') },
    {
      id: 'case.component',
      title: 'Add a component',
      section: 'Case',
      shortcut: ['p'],
      run: press('component'),
    },
  ])
  const events = value?.events ?? []
  return (
    <div ref={root} className={styles.facts}>
      <CustomerFacts />
      <Clocks events={events} complete={value !== undefined && value.total === events.length} />
      <Stack />
      <FileList events={events} />
      <Links />
      <People events={events} />
      <Resolution />
      <Dates />
      <Original />
    </div>
  )
}
