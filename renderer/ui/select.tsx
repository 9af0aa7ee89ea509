import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import popup from './popup.module.css'
import styles from './select.module.css'

export interface SelectOption<V extends string> {
  value: V
  label: string
  /** Drawn before the label, such as a StatusDot. */
  mark?: ReactNode
  disabled?: boolean
}

export interface SelectProps<V extends string> {
  value: V | null
  options: readonly SelectOption<V>[]
  onChange: (value: V) => void
  /** The accessible name; leave out inside a `Field`, and pass its ids on. */
  label?: string | undefined
  placeholder?: string | undefined
  /** `inline` shows its frame on hover only, for facts that are edited where they stand. */
  look?: 'field' | 'inline' | undefined
  size?: 'regular' | 'small' | undefined
  disabled?: boolean | undefined
  className?: string | undefined
  id?: string | undefined
  'aria-describedby'?: string | undefined
}

export const Select = <V extends string>({
  value,
  options,
  onChange,
  label,
  placeholder = 'Choose',
  look = 'field',
  size = 'regular',
  disabled = false,
  className,
  ...ids
}: SelectProps<V>) => {
  const chosen = options.find((option) => option.value === value)
  return (
    <Radix.Root value={value ?? ''} onValueChange={(next) => onChange(next as V)} disabled={disabled}>
      <Radix.Trigger
        {...ids}
        aria-label={label && `${label}: ${chosen?.label ?? placeholder}`}
        className={cx(
          styles.trigger,
          look === 'inline' && styles.inline,
          size === 'small' && styles.small,
          className,
        )}
      >
        <span className={styles.value}>
          {chosen?.mark}
          <Radix.Value placeholder={placeholder} />
        </span>
        <ChevronDown size={14} aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content className={popup.popup} position="popper" sideOffset={4} collisionPadding={8}>
          <Radix.Viewport className={popup.list}>
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className={popup.item}
              >
                {option.mark}
                <span className={popup.text}>
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                </span>
                <Radix.ItemIndicator asChild>
                  <Check size={14} aria-hidden />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
