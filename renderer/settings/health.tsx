import { CircleAlert, CircleCheck, RotateCw } from 'lucide-react'
import type { Check } from '../../shared/contract/bench.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './settings.module.css'

const CheckLine = ({ check: { name, ok, finding, remedy } }: { check: Check }) => (
  <li className={styles.check}>
    {ok ? (
      <CircleCheck className={styles.good} size={16} aria-label="Healthy" />
    ) : (
      <CircleAlert className={styles.bad} size={16} aria-label="Needs care" />
    )}
    <span className={styles.name}>{name}</span>
    <span className={styles.finding}>{finding}</span>
    {remedy && <span className={styles.remedy}>{remedy}</span>}
  </li>
)

const Health = () => {
  const { client } = useBench()
  const report = useCall((signal) => client.bench.doctor({}, { signal }), [client])
  const check = (
    <Button icon={RotateCw} onClick={report.retry}>
      Check again
    </Button>
  )
  if (report.state === 'failed')
    return (
      <ErrorState title="The check could not run" error={report.error}>
        {check}
      </ErrorState>
    )
  if (!report.value) return <Skeleton lines={8} />
  const { checks } = report.value
  const wanting = checks.filter(({ ok }) => !ok)
  return (
    <>
      <p className={styles.text}>
        {wanting.length === 0
          ? `All ${checks.length} checks passed.`
          : `${wanting.length} of ${checks.length} checks need care; each says what to do.`}
      </p>
      <div className={styles.acts}>{check}</div>
      <ul className={styles.checks}>
        {[...wanting, ...checks.filter(({ ok }) => ok)].map((one) => (
          <CheckLine key={one.name} check={one} />
        ))}
      </ul>
    </>
  )
}

export default Health
