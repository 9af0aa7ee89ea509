import { Check, ChevronDown, Plus, Search, X } from 'lucide-react'
import { Popover as Radix } from 'radix-ui'
import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import styles from './combobox.module.css'
import { cx } from './cx.ts'
import popup from './popup.module.css'
import select from './select.module.css'
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
  const [at, setAt] = useState(0)
  const id = useId()
  const loaded = useOptions(props.load, text)
  const choices = choicesOf(props, text, loaded)
  const active = Math.min(at, choices.length - 1)

  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    choice.run()
    onClose()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((active + step + choices.length) % Math.max(1, choices.length))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) choose(choices[active])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles.search}>
        <Search size={14} aria-hidden />
        <input
          value={text}
          onChange={(event) => {
            setText(event.target.value)
            setAt(0)
          }}
          onKeyDown={onKeyDown}
          placeholder={`${props.label}…`}
          aria-label={props.label}
          role="combobox"
          aria-expanded
          aria-controls={id}
          aria-activedescendant={choices.length > 0 ? `${id}-${active}` : undefined}
          spellCheck={false}
          autoComplete="off"
        />
      </div>
      <div id={id} role="listbox" aria-label={props.label} className={cx(popup.list, styles.options)}>
        {choices.map((choice, index) => (
          <div
            key={choice.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === active}
            className={popup.item}
            ref={index === active ? scrollIntoView : undefined}
            onPointerMove={() => setAt(index)}
            onClick={() => choose(choice)}
            onKeyDown={onKeyDown}
          >
            {choice.mark}
            <span className={popup.text}>{choice.label}</span>
            {choice.hint && <span className={popup.hint}>{choice.hint}</span>}
            {choice.chosen && <Check size={14} aria-label="Chosen" />}
          </div>
        ))}
        {choices.length === 0 && (
          <p className={popup.empty} role="status">
            {emptyText(loaded)}
          </p>
        )}
      </div>
    </>
  )
}

const scrollIntoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

const emptyText = ({ state, reason }: Loaded<ComboOption>): string => {
  if (state === 'failed') return reason
  return state === 'loading' ? 'Looking…' : 'Nothing found.'
}
