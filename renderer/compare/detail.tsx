import type { EnvironmentDifference } from '../../shared/contract/compare.ts'
import { Button } from '../ui/button.tsx'
import styles from './compare.module.css'
import { kindNames } from './difference-row.tsx'
import { type SideName, sideTitles } from './sides.ts'

export interface DetailProps {
  difference: EnvironmentDifference
  sides: readonly SideName[]
  acts: readonly { label: string; run: () => void }[]
}

/** One difference in full, with the ways to its files. */
export const Detail = ({ difference, sides, acts }: DetailProps) => {
  const { kind, where, key, reason, now } = difference
  return (
    <section className={styles.detail} aria-label="The difference">
      <header>
        <p className={styles.subject}>
          {kindNames[kind]} <code>{key === '' ? where : key}</code>
          {key !== '' && (
            <>
              {' '}
              in <code>{where}</code>
            </>
          )}
        </p>
        {acts.map(({ label, run }) => (
          <Button key={label} size="small" onClick={run}>
            {label}
          </Button>
        ))}
      </header>
      <dl className={styles.values}>
        {sides.map((name) => (
          <div key={name}>
            <dt>{sideTitles[name]}</dt>
            <dd
              data-none={difference[name] === null}
              data-differs={name !== 'now' && difference[name] !== now}
            >
              {difference[name] ?? 'none'}
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.why}>{reason}</p>
    </section>
  )
}
