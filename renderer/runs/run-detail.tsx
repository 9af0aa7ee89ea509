import { Package, Paperclip } from 'lucide-react'
import { useState } from 'react'
import type { Run, RunFile } from '../../shared/domain/stack/run.ts'
import { useBench } from '../app/bench.ts'
import { CreateCard } from '../cards/create-card.tsx'
import { BodyHere } from '../case/preview/body.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { Tabs } from '../ui/tabs.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { attachRun } from './acts.ts'
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

/** One run with all that it left. */
export const RunDetail = ({ found, run }: { found: OfCase; run: Run }) => {
  const bench = useBench()
  const { text, tone } = outcome(run)
  const [making, setMaking] = useState(false)
  return (
    <section className={styles.detail} aria-label="The run">
      <header className={styles.head}>
        <Badge tone={tone}>{text}</Badge>
        <span className={styles.facts}>{facts(run)}</span>
        <Button size="small" icon={Package} onClick={() => setMaking(true)}>
          Repro card…
        </Button>
        <Button
          size="small"
          icon={Paperclip}
          disabled={run.state === 'running'}
          onClick={() => void attachRun(bench, found, run)}
        >
          Attach to {found.ref}
        </Button>
      </header>
      {run.problem !== '' && <p className={styles.problem}>{run.problem}</p>}
      {run.services.length > 0 && <Stack services={run.services} />}
      {run.files.length > 0 && <Files files={run.files} />}
      {making && <CreateCard found={found} onClose={() => setMaking(false)} />}
    </section>
  )
}

const Stack = ({ services }: Pick<Run, 'services'>) => (
  <dl className={styles.stack}>
    {services.map(({ name, image, version }) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd>
          {version || 'version unknown'} <span className={styles.image}>{image}</span>
        </dd>
      </div>
    ))}
  </dl>
)

const Files = ({ files }: Pick<Run, 'files'>) => {
  const [wanted, setWanted] = useState<Role>('recording')
  const active = files.some(({ role }) => role === wanted) ? wanted : (files[0]?.role ?? wanted)
  return (
    <div className={styles.files}>
      <Tabs
        label="What the run left"
        active={active}
        onChange={setWanted}
        tabs={files.map((file) => ({
          id: file.role,
          title: fileNames[file.role],
          view: () => <BodyHere file={{ ...file, mediaType: mediaTypes[file.role] }} wrap={false} />,
        }))}
      />
    </div>
  )
}
