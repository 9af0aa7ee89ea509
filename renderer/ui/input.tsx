import type { LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import styles from './input.module.css'

export interface InputProps extends ComponentProps<'input'> {
  icon?: LucideIcon | undefined
}

/** Needs a label: a `Field` around it, or `aria-label`. */
export const Input = ({ icon: Icon, className, ...rest }: InputProps) => {
  const input = (
    <input spellCheck={false} autoComplete="off" {...rest} className={cx(styles.input, className)} />
  )
  if (!Icon) return input
  return (
    <span className={styles.framed}>
      <Icon size={14} aria-hidden />
      {input}
    </span>
  )
}
