import { History } from 'lucide-react'
import { cx } from '../../ui/cx.ts'
import popup from '../../ui/popup.module.css'
import styles from './search.module.css'
import type { Suggestion } from './use-suggestions.ts'

export interface SuggestionsProps {
  id: string
  offered: readonly Suggestion[]
  at: number
  onPoint: (at: number) => void
  onChoose: (suggestion: Suggestion) => void
}

const intoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

export const Suggestions = ({ id, offered, at, onPoint, onChoose }: SuggestionsProps) => {
  const former = offered[0]?.kind === 'recent'
  const name = former ? 'Recent searches' : 'Completions'
  return (
    <div className={cx(popup.popup, styles.suggestions)}>
      {former && <div className={popup.heading}>{name}</div>}
      <div id={`${id}-list`} role="listbox" aria-label={name} className={cx(popup.list, styles.options)}>
        {offered.map((suggestion, index) => (
          <div
            key={suggestion.insert}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className={popup.item}
            ref={index === at ? intoView : undefined}
            onPointerMove={() => index !== at && onPoint(index)}
            // Before the box loses the focus, and so keeps it.
            onPointerDown={(event) => {
              event.preventDefault()
              onChoose(suggestion)
            }}
          >
            {former && <History size={14} aria-hidden />}
            <span className={popup.text}>{suggestion.label}</span>
            {suggestion.hint && <span className={popup.hint}>{suggestion.hint}</span>}
          </div>
        ))}
      </div>
    </div>
  )
}
