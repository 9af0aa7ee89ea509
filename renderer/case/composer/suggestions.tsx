import { cx } from '../../ui/cx.ts'
import popup from '../../ui/popup.module.css'
import styles from './composer.module.css'
import type { Suggestion } from './use-suggestions.ts'

export interface SuggestionsProps {
  id: string
  found: readonly Suggestion[]
  active: number
  onChoose: (insert: string) => void
}

export const Suggestions = ({ id, found, active, onChoose }: SuggestionsProps) => (
  <div
    id={id}
    role="listbox"
    aria-label="Suggestions"
    className={cx(popup.popup, popup.list, styles.suggestions)}
  >
    {found.map(({ key, insert, label, hint }, at) => (
      <div
        key={key}
        id={`${id}-${at}`}
        role="option"
        aria-selected={at === active}
        className={popup.item}
        // Before the text loses the focus, and with it the place to insert at.
        onPointerDown={(event) => {
          event.preventDefault()
          onChoose(insert)
        }}
      >
        <span className={popup.text}>{label}</span>
        {hint && <span className={popup.hint}>{hint}</span>}
      </div>
    ))}
  </div>
)
