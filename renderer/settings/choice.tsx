import { type ReactNode, useId } from 'react'
import styles from './settings.module.css'

export interface ChoiceOption<V extends string> {
  value: V
  label: string
  picture: ReactNode
}

export interface ChoiceProps<V extends string> {
  legend: string
  value: V
  options: readonly ChoiceOption<V>[]
  onChange: (value: V) => void
}

/** One of a few, each with a small picture of itself. */
export const Choice = <V extends string>({ legend, value, options, onChange }: ChoiceProps<V>) => {
  const name = useId()
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      <div className={styles.choices}>
        {options.map((option) => (
          <label key={option.value} className={styles.choice}>
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.picture}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
