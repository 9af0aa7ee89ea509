import { Building2, GraduationCap, Lock, type LucideIcon } from 'lucide-react'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import styles from './badge.module.css'
import { cx } from './cx.ts'

export const laneFacts: Record<Lane, { label: string; audience: string; icon: LucideIcon }> = {
  internal: { label: 'Internal', audience: 'Only your team reads this', icon: Lock },
  customer: { label: 'Customer', audience: 'The customer and your team read this', icon: Building2 },
  expert: { label: 'Expert', audience: 'The invited expert and your team read this', icon: GraduationCap },
}

export const LaneTag = ({ lane }: { lane: Lane }) => {
  const { label, audience, icon: Icon } = laneFacts[lane]
  return (
    <span className={cx(styles.badge, styles[lane])} title={audience}>
      <Icon size={11} aria-hidden />
      {label}
    </span>
  )
}
