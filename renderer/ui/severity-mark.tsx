import type { Severity } from '../../shared/domain/vocabulary.ts'
import { cx } from './cx.ts'
import styles from './severity-mark.module.css'

export const severityNames: Record<Severity, string> = {
  1: 'Severity 1, production is down',
  2: 'Severity 2, badly hindered',
  3: 'Severity 3, hindered',
  4: 'Severity 4, minor',
}

const known = (severity: number): Severity => {
  if (severity === 1 || severity === 2 || severity === 3) return severity
  return 4
}

/** The number is in the mark, so that colour is never the only sign. */
export const SeverityMark = ({ severity }: { severity: number }) => {
  const level = known(severity)
  return (
    <span
      role="img"
      className={cx(styles.mark, styles[`s${level}`])}
      aria-label={`Severity ${level}`}
      title={severityNames[level]}
    >
      {level}
    </span>
  )
}
