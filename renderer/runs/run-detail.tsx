import { Package, Paperclip } from 'lucide-react'
import { useState } from 'react'
import type { Run } from '../../shared/domain/stack/run.ts'
import { useBench } from '../app/bench.ts'
import { CreateCard } from '../cards/create-card.tsx'
import { Button } from '../ui/button.tsx'
import panel from '../ui/panel.module.css'
import type { OfCase } from '../workspace/acts.tsx'
import { attachRun } from './acts.ts'
import { RunBody } from './run-body.tsx'

/** One run with all that it left. */
export const RunDetail = ({ found, run }: { found: OfCase; run: Run }) => {
  const bench = useBench()
  const [making, setMaking] = useState(false)
  return (
    <section className={panel.detail} aria-label="The run">
      <RunBody run={run}>
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
      </RunBody>
      {making && <CreateCard found={found} onClose={() => setMaking(false)} />}
    </section>
  )
}
