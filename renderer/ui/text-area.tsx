import type { ComponentProps } from 'react'
import { cx } from './cx.ts'
import styles from './input.module.css'

export interface TextAreaProps extends ComponentProps<'textarea'> {
  /** Grows with its text up to 40 % of the window. */
  growing?: boolean | undefined
}

export const TextArea = ({ growing = false, className, ...rest }: TextAreaProps) => (
  <textarea {...rest} className={cx(styles.input, styles.area, growing && styles.growing, className)} />
)
