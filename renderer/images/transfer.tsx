import { useStore } from 'zustand'
import type { Act } from '../app/acts.ts'
import { useBench } from '../app/bench.ts'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import styles from './images.module.css'

/** The act of this title while it goes on, also one that was begun elsewhere. */
export const useRunning = (title: string): Act | undefined =>
  useStore(useBench().acts.store, ({ running }) => running.find((act) => act.title === title))

/** How far an image is on its way, in the row of it. */
export const Transfer = ({ act: { id, title, progress, note, cancelling } }: { act: Act }) => {
  const { acts } = useBench()
  return (
    <span className={styles.transfer}>
      <span className={styles.meter}>
        <ProgressBar label={title} value={progress} />
        <span className={styles.fact}>{note || 'Begins'}</span>
      </span>
      <Button size="small" disabled={cancelling} onClick={() => acts.cancel(id)}>
        {cancelling ? 'Cancelling' : 'Cancel'}
      </Button>
    </span>
  )
}
