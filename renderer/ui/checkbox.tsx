import { Check, Minus } from 'lucide-react'
import { Checkbox as Radix } from 'radix-ui'
import { type ReactNode, useId } from 'react'
import styles from './checkbox.module.css'

export interface CheckboxProps {
  checked: boolean | 'mixed'
  onChange: (checked: boolean) => void
  /** Shown beside the box; use `name` instead where there is no room. */
  label?: ReactNode
  name?: string | undefined
  disabled?: boolean | undefined
  tabIndex?: number | undefined
}

export const Checkbox = ({ checked, onChange, label, name, disabled, tabIndex }: CheckboxProps) => {
  const id = useId()
  const box = (
    <Radix.Root
      id={id}
      className={styles.target}
      checked={checked === 'mixed' ? 'indeterminate' : checked}
      onCheckedChange={(state) => onChange(state === true)}
      aria-label={name}
      disabled={disabled}
      tabIndex={tabIndex}
    >
      <span className={styles.box}>
        <Radix.Indicator asChild>
          {checked === 'mixed' ? <Minus size={11} strokeWidth={3} /> : <Check size={11} strokeWidth={3} />}
        </Radix.Indicator>
      </span>
    </Radix.Root>
  )
  if (!label) return box
  return (
    <label className={styles.label} htmlFor={id}>
      {box}
      {label}
    </label>
  )
}
