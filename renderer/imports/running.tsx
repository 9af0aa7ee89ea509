import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import { Button } from '../ui/button.tsx'
import { ProgressBar } from '../ui/progress-bar.tsx'
import styles from './imports.module.css'
import { importTitle } from './run-import.ts'

/** How far the import of these files is, where it was started; it goes on behind other pages. */
export const Running = ({ names }: { names: readonly string[] }) => {
  const { acts } = useBench()
  const title = importTitle(names)
  const act = useStore(acts.store, ({ running }) => running.find((one) => one.title === title))
  if (!act) return null
  return (
    <section className={styles.file} aria-label={title}>
      <div className={styles.heading}>
        <h2>{title}</h2>
        <Button disabled={act.cancelling} onClick={() => acts.cancel(act.id)}>
          {act.cancelling ? 'Cancelling' : 'Cancel'}
        </Button>
      </div>
      <ProgressBar label={title} value={act.progress} />
      <p className={styles.note}>
        {act.note || 'Beginning'}. You can go on working meanwhile; what is in stays, even if you cancel.
      </p>
    </section>
  )
}
