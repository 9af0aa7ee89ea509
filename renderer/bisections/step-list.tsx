import { useState } from 'react'
import type { BisectionStep } from '../../shared/domain/stack/bisection.ts'
import { verdictNames, verdictTones } from '../runs/words.ts'
import { Badge } from '../ui/badge.tsx'
import listRow from '../ui/list-row.module.css'
import { VirtualList } from '../ui/virtual-list.tsx'
import styles from './bisections.module.css'
import { StepRun } from './step-run.tsx'

const rowHeight = 28

/** The steps of a bisection; Enter shows the run that proves one. */
export const StepList = ({ steps }: { steps: readonly BisectionStep[] }) => {
  const [wanted, setWanted] = useState(0)
  const [opened, setOpened] = useState<BisectionStep | null>(null)
  const open = (index: number) => setOpened(steps[index] ?? null)
  return (
    <div className={styles.steps}>
      <VirtualList
        label="Steps"
        count={steps.length}
        rowHeight={rowHeight}
        active={Math.min(wanted, steps.length - 1)}
        onActiveChange={setWanted}
        onOpen={open}
        menu={(index) => [{ label: 'Show its run', run: () => open(index) }]}
        row={(index) => {
          const step = steps[index]
          return step && <Row step={step} />
        }}
      />
      {opened && <StepRun step={opened} onClose={() => setOpened(null)} />}
    </div>
  )
}

const Row = ({ step: { number, subject, verdict } }: { step: BisectionStep }) => (
  <div className={listRow.row}>
    <span className={styles.number}>{number}</span>
    <span className={styles.subject} title={subject}>
      {subject}
    </span>
    <Badge tone={verdictTones[verdict]}>{verdictNames[verdict]}</Badge>
  </div>
)
