import type { BisectionStep } from '../../shared/domain/stack/bisection.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { RunBody } from '../runs/run-body.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './bisections.module.css'

/** The run that gave a step its verdict, with all that it left. */
export const StepRun = ({ step, onClose }: { step: BisectionStep; onClose: () => void }) => {
  const { client } = useBench()
  const { number, subject, runId } = step
  const { value, state, error, retry } = useCall(
    (signal) => client.runs.get({ id: runId }, { signal }),
    [client, runId],
  )
  return (
    <Dialog
      open
      wide
      title={`Step ${number}`}
      description={subject}
      onClose={onClose}
      footer={<Button onClick={onClose}>Close</Button>}
    >
      <div className={styles.run}>
        {value ? (
          <RunBody run={value} />
        ) : state === 'failed' ? (
          <ErrorState title="The run cannot be shown" error={error}>
            <Button onClick={retry}>Try again</Button>
          </ErrorState>
        ) : (
          <Skeleton lines={6} label="Reading the run" />
        )}
      </div>
    </Dialog>
  )
}
