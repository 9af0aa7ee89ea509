import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './states.module.css'

export interface EmptyStateProps {
  icon?: LucideIcon | undefined
  /** What belongs here, in a few words. */
  title: string
  text?: ReactNode
  /** The text may be longer than its place: it can be scrolled by keyboard then. */
  long?: boolean
  /** The one act that puts something here; seldom more. */
  children?: ReactNode
}

const reachable = { tabIndex: 0 }

export const EmptyState = ({ icon: Icon, title, text, long, children }: EmptyStateProps) => (
  <div className={styles.center} {...(long && reachable)}>
    <div className={styles.state}>
      {Icon && <Icon className={styles.icon} size={22} aria-hidden />}
      <h2 className={styles.title}>{title}</h2>
      {text && <p className={styles.text}>{text}</p>}
      {children && <div className={styles.acts}>{children}</div>}
    </div>
  </div>
)
