import type { ReactNode } from 'react'
import styles from './badge.module.css'
import { cx } from './cx.ts'

export type Tone = 'neutral' | 'accent' | 'danger' | 'warn' | 'ok' | 'info'

export const Badge = ({ tone = 'neutral', children }: { tone?: Tone; children: ReactNode }) => (
  <span className={cx(styles.badge, tone !== 'neutral' && styles[tone])}>{children}</span>
)
