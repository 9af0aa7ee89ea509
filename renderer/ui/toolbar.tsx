import type { KeyboardEvent, ReactNode } from 'react'
import { cx } from './cx.ts'
import styles from './toolbar.module.css'

const focusable = 'button:not(:disabled), [role="combobox"]:not(:disabled)'

const move = (event: KeyboardEvent<HTMLDivElement>) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step || event.target instanceof HTMLInputElement) return
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(focusable)]
  const at = items.indexOf(event.target as HTMLElement)
  if (at < 0) return
  items[(at + step + items.length) % items.length]?.focus()
  event.preventDefault()
}

/** A row of acts; the left and right arrows move between them. */
export const Toolbar = ({
  label,
  children,
  className,
}: {
  label: string
  children: ReactNode
  className?: string | undefined
}) => (
  <div role="toolbar" aria-label={label} className={cx(styles.toolbar, className)} onKeyDown={move}>
    {children}
  </div>
)

export const ToolbarDivider = () => <span className={styles.divider} aria-hidden />
export const ToolbarSpace = () => <span className={styles.space} aria-hidden />
