import { type KeyboardEvent, useId, useState } from 'react'

export interface Choosable {
  key: string
}

export interface ChoicesOptions<T extends Choosable> {
  /** The name of the list for screen readers. */
  label: string
  choices: readonly T[]
  onChoose: (choice: T) => void
}

const pageStep = 8

/** Which choice a key goes to from `at`; undefined for another key. Ends meet for single steps. */
export const stepTo = (key: string, at: number, count: number): number | undefined => {
  if (count === 0) return undefined
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'PageDown':
      return Math.min(count - 1, at + pageStep)
    case 'PageUp':
      return Math.max(0, at - pageStep)
    default:
      return undefined
  }
}

const reveal = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/**
 * A text field over a list of choices: the focus stays in the field, the first choice is the active one until a person
 * moves to another, and what is added to the list later does not take that away.
 */
export const useChoices = <T extends Choosable>({ label, choices, onChoose }: ChoicesOptions<T>) => {
  const id = useId()
  const [moved, setMoved] = useState<string | null>(null)
  const at = Math.max(
    0,
    choices.findIndex(({ key }) => key === moved),
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const to = stepTo(event.key, at, choices.length)
    const active = choices[at]
    if (to !== undefined) setMoved(choices[to]?.key ?? null)
    else if (event.key === 'Enter' && active) onChoose(active)
    else return
    event.preventDefault()
  }
  return {
    /** Back to the first choice, as after typing. */
    restart: () => setMoved(null),
    field: {
      role: 'combobox',
      'aria-expanded': true,
      'aria-controls': id,
      'aria-activedescendant': choices.length > 0 ? `${id}-${at}` : undefined,
      'aria-autocomplete': 'list',
      spellCheck: false,
      autoComplete: 'off',
      onKeyDown,
    } as const,
    list: { id, role: 'listbox', 'aria-label': label } as const,
    option: (choice: T) => {
      const index = choices.indexOf(choice)
      return {
        id: `${id}-${index}`,
        role: 'option',
        'aria-selected': index === at,
        ref: index === at ? reveal : undefined,
        onPointerMove: () => index !== at && setMoved(choice.key),
        // The field keeps the focus.
        onPointerDown: (event: { preventDefault: () => void }) => event.preventDefault(),
        onClick: () => onChoose(choice),
      } as const
    },
  }
}
