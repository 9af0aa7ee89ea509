import { type KeyboardEvent, type RefObject, useId, useState } from 'react'
import { TextArea } from '../../ui/text-area.tsx'
import { type Naming, namingAt, replaceAt } from './completion.ts'
import styles from './composer.module.css'
import { Suggestions } from './suggestions.tsx'
import { useSuggestions } from './use-suggestions.ts'

export interface TextBoxProps {
  ref: RefObject<HTMLTextAreaElement | null>
  /** The id of what says who will read it. */
  describedBy: string
  text: string
  placeholder: string
  disabled: boolean
  readOnly: boolean
  onChange: (text: string) => void
  /** Files that were pasted. */
  onFiles: (files: readonly File[]) => void
}

/** The text, with names of people and cases completed as one types. */
export const TextBox = (props: TextBoxProps) => {
  const { ref, text, onChange, onFiles } = props
  const id = useId()
  const [naming, setNaming] = useState<Naming | null>(null)
  const [at, setAt] = useState(0)
  const found = useSuggestions(naming)
  const active = Math.min(at, found.length - 1)
  const open = naming !== null && found.length > 0

  const look = (element: HTMLTextAreaElement) => {
    const next =
      element.selectionStart === element.selectionEnd ? namingAt(element.value, element.selectionStart) : null
    setNaming(next)
    if (next?.text !== naming?.text) setAt(0)
  }
  const choose = (by: string | undefined) => {
    const element = ref.current
    if (!naming || !element || by === undefined) return
    const next = replaceAt(text, { start: naming.start, end: element.selectionEnd, by })
    setNaming(null)
    onChange(next.text)
    // The caret can be placed only once the new text is drawn.
    requestAnimationFrame(() => {
      element.focus()
      element.setSelectionRange(next.caret, next.caret)
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (!open || event.ctrlKey || event.metaKey || event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) setAt((active + step + found.length) % found.length)
    else if (event.key === 'Enter' || event.key === 'Tab') choose(found[active]?.insert)
    else if (event.key === 'Escape') setNaming(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.box}>
      {open && <Suggestions id={id} found={found} active={active} onChoose={choose} />}
      <TextArea
        ref={ref}
        growing
        rows={3}
        className={styles.text}
        value={text}
        placeholder={props.placeholder}
        disabled={props.disabled}
        readOnly={props.readOnly}
        aria-label="Text"
        aria-describedby={props.describedBy}
        {...(open && { 'aria-activedescendant': `${id}-${active}`, 'aria-controls': id })}
        onChange={(event) => {
          onChange(event.target.value)
          look(event.target)
        }}
        onSelect={(event) => look(event.currentTarget)}
        onBlur={() => setNaming(null)}
        onKeyDown={onKeyDown}
        onPaste={(event) => {
          const files = [...event.clipboardData.files]
          if (files.length === 0) return
          event.preventDefault()
          onFiles(files)
        }}
      />
    </div>
  )
}
