import { Check, ChevronDown, Plus, Search, X } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import { type ReactNode, useState } from 'react'
import styles from './combobox.module.css'
import { cx } from './cx.ts'
import popup from './popup.module.css'
import select from './select.module.css'
import { useChoices } from './use-choices.ts'
import { type Loaded, useOptions } from './use-options.ts'

export interface ComboOption {
  id: string
  label: string
  hint?: string | undefined
  mark?: ReactNode
}

export interface ComboboxProps {
  /** What is being chosen, such as "Owner". */
  label: string
  value: ComboOption | null
  onChange: (value: ComboOption | null) => void
  /** Answers the options for what was typed; called as one types, the one before is aborted. */
  load: (text: string, signal: AbortSignal) => Promise<readonly ComboOption[]>
  /** Offers to make a new one of the typed text; left out when nothing can be made here. */
  create?: { label: (text: string) => string; run: (text: string) => void } | undefined
  /** The words for choosing nothing, such as "No owner"; left out when something must be chosen. */
  none?: string | undefined
  placeholder?: string | undefined
  look?: 'field' | 'inline' | undefined
  disabled?: boolean | undefined
  className?: string | undefined
  id?: string | undefined
}

interface Choice {
  key: string
  label: string
  hint?: string | undefined
  mark?: ReactNode
  chosen?: boolean
  run: () => void
}

export const Combobox = ({ look = 'field', disabled, className, id, ...props }: ComboboxProps) => {
  const { label, value, placeholder = 'Choose' } = props
  const [open, setOpen] = useState(false)
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
      <Radix.Trigger
        id={id}
        disabled={disabled}
        aria-label={`${label}: ${value?.label ?? placeholder}`}
        {...(!value && { 'data-placeholder': '' })}
        className={cx(select.trigger, look === 'inline' && select.inline, className)}
      >
        <span className={select.value}>
          {value?.mark}
          {value?.label ?? placeholder}
        </span>
        <ChevronDown size={14} aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={cx(popup.popup, styles.content)}
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
        >
          <Picker {...props} onClose={() => setOpen(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const choicesOf = (
  { value, none, create, onChange }: ComboboxProps,
  text: string,
  { options }: Loaded<ComboOption>,
): Choice[] => {
  const choices: Choice[] = options.map((option) => ({
    key: `option-${option.id}`,
    label: option.label,
    hint: option.hint,
    mark: option.mark,
    chosen: option.id === value?.id,
    run: () => onChange(option),
  }))
  if (none && value && !text)
    choices.unshift({ key: 'none', label: none, mark: <X size={14} />, run: () => onChange(null) })
  const typed = text.trim()
  if (create && typed && !options.some(({ label }) => label.toLowerCase() === typed.toLowerCase()))
    choices.push({
      key: 'create',
      label: create.label(typed),
      mark: <Plus size={14} />,
      run: () => create.run(typed),
    })
  return choices
}

const Picker = ({ onClose, ...props }: ComboboxProps & { onClose: () => void }) => {
  const [text, setText] = useState('')
  const loaded = useOptions(props.load, text)
  const choices = choicesOf(props, text, loaded)
  const { field, list, option, restart } = useChoices({
    label: props.label,
    choices,
    onChoose: (choice) => {
      choice.run()
      onClose()
    },
  })
  return (
    <>
      <div className={styles.search}>
        <Search size={14} aria-hidden />
        <input
          {...field}
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            restart()
          }}
          placeholder={`${props.label}…`}
          aria-label={props.label}
        />
      </div>
      <div {...list} className={cx(popup.list, styles.options)}>
        {choices.map((choice) => (
          <div key={choice.key} {...option(choice)} className={popup.item}>
            {choice.mark}
            <span className={popup.text}>{choice.label}</span>
            {choice.hint && <span className={popup.hint}>{choice.hint}</span>}
            {choice.chosen && <Check size={14} aria-label="Chosen" />}
          </div>
        ))}
      </div>
      {choices.length === 0 && (
        <p className={popup.empty} role="status">
          {emptyText(loaded)}
        </p>
      )}
    </>
  )
}

const emptyText = ({ state, reason }: Loaded<ComboOption>): string => {
  if (state === 'failed') return reason
  return state === 'loading' ? 'Looking…' : 'Nothing found.'
}
