import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import { cx } from './cx.ts'
import { details, sentence } from './sentence.ts'
import styles from './states.module.css'

export interface ErrorStateProps {
  /** What failed, in a few words. */
  title: string
  /** Anything thrown; its sentence is shown. */
  error: unknown
  /** The next act, such as a "Try again" button. */
  children?: ReactNode
}

export const ErrorState = ({ title, error, children }: ErrorStateProps) => (
  <div className={styles.center} role="alert">
    <div className={cx(styles.state, styles.failed)}>
      <CircleAlert className={styles.icon} size={22} aria-hidden />
      <h2 className={styles.title}>{title}</h2>
      <p className={styles.text}>{sentence(error)}</p>
      <div className={styles.acts}>
        {children}
        <CopyButton text={() => details(error)} label="Copy details" look="quiet" />
      </div>
    </div>
  </div>
)
