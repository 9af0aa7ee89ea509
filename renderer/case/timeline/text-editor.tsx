import { type KeyboardEvent, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import styles from './timeline.module.css'

export interface TextEditorProps {
  label: string
  text: string
  onKeep: (text: string) => void
  onLeave: () => void
}

/** A text edited where it stands: Ctrl+Enter keeps, Escape leaves it. */
export const TextEditor = ({ label, text, onKeep, onLeave }: TextEditorProps) => {
  const [next, setNext] = useState(text)
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) onKeep(next)
    // A slip of the finger must not throw away what was written.
    else if (event.key === 'Escape' && next === text) onLeave()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className={styles.editor}>
      <TextArea
        growing
        autoFocus
        rows={4}
        aria-label={label}
        value={next}
        onChange={(event) => setNext(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className={styles.editorActs}>
        <Button size="small" look="quiet" onClick={onLeave}>
          Leave as it was
        </Button>
        <Button
          size="small"
          look="primary"
          shortcut="Mod+Enter"
          disabled={next === text}
          onClick={() => onKeep(next)}
        >
          Keep
        </Button>
      </div>
    </div>
  )
}
