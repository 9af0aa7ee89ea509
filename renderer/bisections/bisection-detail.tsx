import { Package, Paperclip, Pause, Play, X } from 'lucide-react'
import { useState } from 'react'
import type { Bisection } from '../../shared/domain/stack/bisection.ts'
import { useBench } from '../app/bench.ts'
import { CreateCard } from '../cards/create-card.tsx'
import runStyles from '../runs/runs.module.css'
import { verdictNames, verdictTones } from '../runs/words.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { safeLink } from '../ui/safe-url.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { attachBisection, giveUpBisection, pauseBisection, runBisection } from './acts.ts'
import styles from './bisections.module.css'
import { settingText, subjectOf } from './words.ts'

export interface BisectionDetailProps {
  found: OfCase
  bisection: Bisection
}

/** One bisection: what it found, and each step with its verdict. */
export const BisectionDetail = ({ found, bisection }: BisectionDetailProps) => {
  const { result, problem, steps, plan } = bisection
  return (
    <section className={runStyles.detail} aria-label="The bisection">
      <header className={styles.head}>
        <h3>{result?.summary ?? subjectOf(bisection)}</h3>
        <Acts found={found} bisection={bisection} />
      </header>
      {problem !== '' && <p className={runStyles.problem}>{problem}</p>}
      {result && result.minimal.length > 0 && (
        <ul className={styles.minimal} aria-label="What makes the difference">
          {result.minimal.map((one) => (
            <li key={settingText(one)}>
              <code>{settingText(one)}</code>
            </li>
          ))}
        </ul>
      )}
      <ol className={styles.steps} aria-label="Steps">
        {steps.map(({ number, subject, verdict }) => (
          <li key={number}>
            <span className={styles.number}>{number}</span>
            <span className={styles.subject} title={subject}>
              {subject}
            </span>
            <Badge tone={verdictTones[verdict]}>{verdictNames[verdict]}</Badge>
          </li>
        ))}
      </ol>
      {plan.mode === 'versions' && plan.links.length > 0 && (
        <p className={styles.links}>
          {plan.links.map(({ title, url }) => (
            <a key={url} href={safeLink(url) ?? undefined} target="_blank" rel="noreferrer">
              {title}
            </a>
          ))}
        </p>
      )}
    </section>
  )
}

const Acts = ({ found, bisection }: BisectionDetailProps) => {
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
      <Button size="small" icon={Paperclip} onClick={() => void attachBisection(bench, found, bisection)}>
        Attach to {found.ref}
      </Button>
      {making && <CreateCard found={found} onClose={() => setMaking(false)} />}
    </>
  )
}
