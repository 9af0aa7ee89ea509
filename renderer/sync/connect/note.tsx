import { CircleAlert, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { cx } from '../../ui/cx.ts'
import styles from './connect.module.css'

const icons = { plain: Info, warning: TriangleAlert, problem: CircleAlert }

/** A sentence to read before going on. */
export const Note = ({ tone = 'plain', children }: { tone?: keyof typeof icons; children: ReactNode }) => {
  const Icon = icons[tone]
  return (
    <div
      className={cx(styles.note, tone !== 'plain' && styles[tone])}
      role={tone === 'problem' ? 'alert' : undefined}
    >
      <Icon size={15} aria-hidden />
      <span>{children}</span>
    </div>
  )
}
