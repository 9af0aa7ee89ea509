import { Package, Pause, Play, X } from 'lucide-react'
import { useState } from 'react'
import type { Bisection } from '../../shared/domain/stack/bisection.ts'
import { useBench } from '../app/bench.ts'
import { CreateCard } from '../cards/create-card.tsx'
import { Attach } from '../runs/attach.tsx'
import { Button } from '../ui/button.tsx'
import panel from '../ui/panel.module.css'
import type { OfCase } from '../workspace/acts.tsx'
import { attachBisection, giveUpBisection, pauseBisection, runBisection } from './acts.ts'
import styles from './bisections.module.css'
import { Finding } from './finding.tsx'
import { StepList } from './step-list.tsx'
import { openText, subjectOf } from './words.ts'

export interface BisectionDetailProps {
  found: OfCase
  bisection: Bisection
  /** The event of the case that shows it. */
  eventId: string | undefined
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

/** One bisection: what it found, and each step with its verdict. */
export const BisectionDetail = ({ found, bisection, eventId }: BisectionDetailProps) => {
  const { problem, steps, result } = bisection
  const heading = result?.summary ?? subjectOf(bisection)
  const open = openText(bisection)
  return (
    <section className={panel.detail} aria-label="The bisection">
      <section className={panel.top} aria-label="What it found" {...reachable}>
        <header className={styles.head}>
          <h3 title={heading} data-listed={result !== null && result.minimal.length > 0}>
            {heading}
          </h3>
          <Acts {...{ found, bisection, eventId }} />
        </header>
        {open !== '' && <p className={styles.open}>{open}</p>}
        {problem !== '' && <p className={panel.problem}>{problem}</p>}
        <Finding bisection={bisection} />
      </section>
      {steps.length > 0 && <StepList steps={steps} />}
    </section>
  )
}

const Acts = ({ found, bisection, eventId }: BisectionDetailProps) => {
  const bench = useBench()
  const [making, setMaking] = useState(false)
  const { state, id } = bisection
  if (state === 'running')
    return (
      <Button size="small" icon={Pause} onClick={() => void pauseBisection(bench, bisection)}>
        Pause
      </Button>
    )
  if (state === 'paused')
    return (
      <>
        <Button
          size="small"
          look="primary"
          icon={Play}
          onClick={() => void runBisection(bench, found, { mode: 'resume', id })}
        >
          Resume
        </Button>
        <Button size="small" icon={X} onClick={() => void giveUpBisection(bench, bisection)}>
          Give up
        </Button>
      </>
    )
  if (state !== 'finished') return null
  return (
    <>
      <Button size="small" icon={Package} onClick={() => setMaking(true)}>
        Repro card…
      </Button>
      <Attach {...{ found, eventId }} onAttach={() => void attachBisection(bench, found, bisection)} />
      {making && <CreateCard found={found} onClose={() => setMaking(false)} />}
    </>
  )
}
