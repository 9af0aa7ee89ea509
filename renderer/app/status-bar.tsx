import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { Popover } from '../ui/popover.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import type { Act } from './acts.ts'
import { useBench } from './bench.ts'
import { CaseCounts } from './case-counts.tsx'
import type { Dispatcher } from './commands/dispatcher.ts'
import { ErrorBoundary } from './error-boundary.tsx'
import type { StatusItem } from './feature.ts'
import styles from './shell.module.css'

const ActLine = ({ act }: { act: Act }) => {
  const { acts } = useBench()
  return (
    <div className={styles.act}>
      <div className={styles.actHead}>
        <span>{act.title}</span>
        <Button size="small" disabled={act.cancelling} onClick={() => acts.cancel(act.id)}>
          {act.cancelling ? 'Cancelling' : 'Cancel'}
        </Button>
      </div>
      <ProgressBar label={act.title} value={act.progress} />
      <span className={styles.actNote}>{act.note}</span>
    </div>
  )
}

/** The share of all running acts, or null while one of them does not know its own. */
const shareOf = (running: readonly Act[]): number | null => {
  let sum = 0
  for (const { progress } of running) {
    if (progress === null) return null
    sum += progress
  }
  return sum / running.length
}

const RunningActs = () => {
  const { acts } = useBench()
  const running = useStore(acts.store, (state) => state.running)
  const [first] = running
  if (!first) return null
  const label = running.length === 1 ? first.title : `${running.length} acts are running`
  return (
    <Popover
      label="Background acts"
      side="top"
      align="end"
      trigger={
        <button type="button" className={styles.statusItem}>
          <span className={styles.meter}>
            <ProgressBar label={label} value={shareOf(running)} />
          </span>
          {label}
        </button>
      }
    >
      <div className={styles.acts}>
        {running.map((act) => (
          <ActLine key={act.id} act={act} />
        ))}
      </div>
    </Popover>
  )
}

const PendingStrokes = ({ dispatcher }: { dispatcher: Dispatcher }) => {
  const strokes = useStore(dispatcher.pending, (state) => state.strokes)
  if (strokes.length === 0) return null
  return (
    <span className={styles.statusItem}>
      <Kbd keys={strokes.join(' ')} /> and then?
    </span>
  )
}

const Items = ({ items, side }: { items: readonly StatusItem[]; side: StatusItem['side'] }) =>
  items
    .filter((item) => item.side === side)
    .map(({ id, view: View }) => (
      <span key={id} className={styles.statusItem}>
        <ErrorBoundary what={id} instead={null}>
          <View />
        </ErrorBoundary>
      </span>
    ))

export interface StatusBarProps {
  items: readonly StatusItem[]
  dispatcher: Dispatcher
  /** Comes first. */
  children: ReactNode
}

export const StatusBar = ({ items, dispatcher, children }: StatusBarProps) => (
  <footer className={styles.status}>
    <span className={styles.statusItem}>{children}</span>
    <CaseCounts />
    <Items items={items} side="left" />
    <PendingStrokes dispatcher={dispatcher} />
    <span className={styles.grow} />
    <RunningActs />
    <Items items={items} side="right" />
  </footer>
)
