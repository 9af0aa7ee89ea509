import { type ReactNode, useId } from 'react'
import styles from './field.module.css'

export interface FieldIds {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': boolean
}

export interface FieldProps {
  label: string
  hint?: ReactNode
  /** A sentence; marks the control as invalid. */
  error?: string | undefined
  /** Draws the control with the ids that tie label, hint and error to it. */
  children: (ids: FieldIds) => ReactNode
}

export const Field = ({ label, hint, error, children }: FieldProps) => {
  const id = useId()
  const below = error ?? hint
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': below ? `${id}-below` : undefined,
        'aria-invalid': error !== undefined,
      })}
      {below && (
        <span id={`${id}-below`} className={error ? styles.error : styles.hint} role={error && 'alert'}>
          {below}
        </span>
      )}
    </div>
  )
}
