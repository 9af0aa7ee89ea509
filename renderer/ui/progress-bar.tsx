import { cx } from './cx.ts'
import styles from './progress-bar.module.css'

export interface ProgressBarProps {
  label: string
  /** 0-1, or null while the size of the work is not known. */
  value: number | null
}

export const ProgressBar = ({ label, value }: ProgressBarProps) => {
  const share = value === null ? null : Math.min(1, Math.max(0, value))
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={share === null ? undefined : Math.round(share * 100)}
    >
      <div
        className={cx(styles.bar, share === null && styles.unknown)}
        style={share === null ? undefined : { transform: `scaleX(${share})` }}
      />
    </div>
  )
}
