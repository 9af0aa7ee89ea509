import { type KeyboardEvent, useState } from 'react'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { TextArea } from '../ui/text-area.tsx'
import styles from './desk.module.css'

export interface KeptProps {
  label: string
  value: string
  /** Answers whether it was kept. */
  onKeep: (value: string) => Promise<boolean>
  /** What is wrong with a text, as a sentence. */
  check?: ((value: string) => string | undefined) | undefined
  hint?: string | undefined
  placeholder?: string | undefined
  maxLength: number
  /** Several lines; then Ctrl+Enter keeps and Enter is a new line. */
  lines?: number | undefined
}

/** A text edited where it stands: Enter or leaving the field keeps it, Escape puts back what was. */
export const Kept = ({ label, value, onKeep, check, hint, lines, ...rest }: KeptProps) => {
  const [text, setText] = useState<string | null>(null)
  const fault = text === null ? undefined : check?.(text.trim())

  const keep = async () => {
    const next = text?.trim()
    if (next === undefined || fault) return
    if (next === value || (await onKeep(next))) setText(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (lines === undefined || event.ctrlKey || event.metaKey)) void keep()
    else if (event.key === 'Escape' && text !== null) setText(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Field label={label} hint={hint} error={fault}>
      {(ids) => {
        const field = {
          ...ids,
          ...rest,
          value: text ?? value,
          onChange: (event: { target: { value: string } }) => setText(event.target.value),
          onKeyDown,
          onBlur: () => void keep(),
        }
        return lines === undefined ? (
          <Input {...field} className={styles.kept} />
        ) : (
          <TextArea {...field} growing rows={lines} className={styles.kept} />
        )
      }}
    </Field>
  )
}
