import { CircleAlert, CircleCheck, CircleX } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './environment.module.css'
import { Face } from './face.tsx'

const icons = { ok: CircleCheck, warning: CircleAlert, problem: CircleX } as const
const levels = { ok: 'Fine', warning: 'Worth knowing', problem: 'In the way' } as const

/** What the engine and its Compose command are like, and what to do where something is missing. */
export const Doctor = ({ onClose }: { onClose: () => void }) => {
  const { client } = useBench()
  const { value, state, error, retry } = useCall(
    (signal) => client.environments.doctor({}, { signal }),
    [client],
  )
  return (
    <Face
      label="The container engine"
      onClose={onClose}
      acts={
        <Button size="small" onClick={retry}>
          Look again
        </Button>
      }
    >
      {!value && state !== 'failed' && <Skeleton lines={4} label="Looking for an engine" />}
      {state === 'failed' && <ErrorState title="The engine cannot be looked at" error={error} />}
      {value && (
        <ul className={styles.findings}>
          {value.findings.map(({ name, level, finding, remedy }) => {
            const Icon = icons[level]
            return (
              <li key={`${name} ${finding}`} data-level={level}>
                <span role="img" aria-label={levels[level]}>
                  <Icon size={15} aria-hidden />
                </span>
                <div>
                  <p>{finding}</p>
                  {remedy !== '' && <p className={styles.remedy}>{remedy}</p>}
                </div>
              </li>
            )
          })}
        </ul>
      )}
    </Face>
  )
}
