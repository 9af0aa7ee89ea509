import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import styles from './states.module.css'

export interface EmptyStateProps {
  icon?: LucideIcon | undefined
  /** What belongs here, in a few words. */
  title: string
  text?: ReactNode
  /** The one act that puts something here; seldom more. */
  children?: ReactNode
}

export const EmptyState = ({ icon: Icon, title, text, children }: EmptyStateProps) => (
  <div className={styles.center}>
    <div className={styles.state}>
      {Icon && <Icon className={styles.icon} size={22} aria-hidden />}
      <h2 className={styles.title}>{title}</h2>
      {text && <p className={styles.text}>{text}</p>}
      {children && <div className={styles.acts}>{children}</div>}
    </div>
  </div>
)
