import { type ReactNode, useState } from 'react'
import type { Run, RunFile } from '../../shared/domain/stack/run.ts'
import { BodyHere } from '../case/preview/body.tsx'
import { Badge } from '../ui/badge.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import panel from '../ui/panel.module.css'
import { Tabs } from '../ui/tabs.tsx'
import styles from './runs.module.css'
import { facts, outcome } from './words.ts'

type Role = RunFile['role']

const fileNames: Readonly<Record<Role, string>> = {
  recording: 'Recording',
  logs: 'Logs',
  lock: 'Environment lock',
  junit: 'JUnit XML',
}

const mediaTypes: Readonly<Record<Role, string>> = {
  recording: 'application/x-asciicast',
  logs: 'text/plain',
  lock: 'application/json',
  junit: 'application/xml',
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

/** What a run came to and what it left; `children` are acts on it. */
export const RunBody = ({ run, children }: { run: Run; children?: ReactNode }) => {
  const { text, tone } = outcome(run)
  return (
    <div className={styles.body}>
      <section className={panel.top} aria-label="What it came to" {...reachable}>
        <header className={panel.head}>
          <Badge tone={tone}>{text}</Badge>
          <span className={panel.facts}>{facts(run)}</span>
          {children}
        </header>
        <code className={styles.whole}>{run.command}</code>
        {run.problem !== '' && <p className={panel.problem}>{run.problem}</p>}
      </section>
      <Left run={run} />
    </div>
  )
}

/** The files of a run and the services it ran against, one at a time. */
const Left = ({ run: { files, services } }: { run: Run }) => {
  const [wanted, setWanted] = useState<Role | 'services'>('recording')
  const tabs = [
    ...files.map((file) => ({
      id: file.role,
      title: fileNames[file.role],
      view: () => <BodyHere file={{ ...file, mediaType: mediaTypes[file.role] }} wrap={false} />,
    })),
    ...(services.length > 0
      ? [
          {
            ...{ id: 'services' as const, title: 'Services', count: services.length },
            view: () => <Services services={services} />,
          },
        ]
      : []),
  ]
  const [first] = tabs
  if (!first)
    return (
      <EmptyState
        title="It left nothing"
        text="A run that got as far as its check keeps a recording of it, the logs of its services and what they were."
      />
    )
  const active = tabs.some(({ id }) => id === wanted) ? wanted : first.id
  return (
    <div className={styles.files}>
      <Tabs label="What the run left" active={active} onChange={setWanted} tabs={tabs} />
    </div>
  )
}

const Services = ({ services }: Pick<Run, 'services'>) => (
  <section className={styles.services} aria-label="Services of the run" {...reachable}>
    <table>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Version</th>
          <th scope="col">Image</th>
        </tr>
      </thead>
      <tbody>
        {services.map(({ name, image, version }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{version || 'unknown'}</td>
            <td className={styles.image}>{image || 'local process'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
