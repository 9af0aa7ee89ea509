import { Package } from 'lucide-react'
import { useState } from 'react'
import type { Run } from '../../shared/domain/stack/run.ts'
import { useBench } from '../app/bench.ts'
import { CreateCard } from '../cards/create-card.tsx'
import { Button } from '../ui/button.tsx'
import panel from '../ui/panel.module.css'
import type { OfCase } from '../workspace/acts.tsx'
import { attachRun } from './acts.ts'
import { Attach } from './attach.tsx'
import { RunBody } from './run-body.tsx'

export interface RunDetailProps {
  found: OfCase
  run: Run
  /** The event of the case that shows it. */
  eventId: string | undefined
}

/** One run with all that it left. */
export const RunDetail = ({ found, run, eventId }: RunDetailProps) => {
  const bench = useBench()
  const [making, setMaking] = useState(false)
  return (
    <section className={panel.detail} aria-label="The run">
      <RunBody run={run}>
        <Button size="small" icon={Package} onClick={() => setMaking(true)}>
          Repro card…
        </Button>
        <Attach
          {...{ found, eventId }}
          disabled={run.state === 'running'}
          onAttach={() => void attachRun(bench, found, run)}
        />
      </RunBody>
      {making && <CreateCard found={found} onClose={() => setMaking(false)} />}
    </section>
  )
}
