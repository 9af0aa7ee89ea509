import { useCallback, useMemo, useState } from 'react'

/** What a person asks of the selection of a list. */
export type SelectIntent =
  | { kind: 'toggle'; index: number }
  | { kind: 'range'; from: number; to: number }
  | { kind: 'all' }
  | { kind: 'none' }

/** The contract changes at most this many cases at once. */
const selectAtMost = 10_000

export interface SelectionSource {
  count: number
  /** The key of a row that is loaded. */
  keyAt: (index: number) => string | undefined
  /** The keys of rows from `from` up to and with `to`, loaded or not. */
  keysOf: (from: number, to: number) => Promise<readonly string[]>
  /** Told when a selection was cut to `selectAtMost`, or its keys could not be read. */
  onProblem: (sentence: string) => void
}

export interface Selection {
  readonly keys: ReadonlySet<string>
  isSelected(index: number): boolean
  onSelect(intent: SelectIntent): void
  clear(): void
}

const none: ReadonlySet<string> = new Set()

export const toggled = (keys: ReadonlySet<string>, key: string): ReadonlySet<string> => {
  const next = new Set(keys)
  if (!next.delete(key)) next.add(key)
  return next
}

/** A selection by key, so that it stays with its rows when the order changes. */
export const useSelection = ({ count, keyAt, keysOf, onProblem }: SelectionSource): Selection => {
  const [keys, setKeys] = useState(none)

  const take = useCallback(
    (from: number, to: number) => {
      const last = Math.min(to, from + selectAtMost - 1)
      if (last < to) onProblem(`Only the first ${selectAtMost.toLocaleString('en')} rows were selected.`)
      keysOf(from, last).then(
        (read) => setKeys(new Set(read)),
        () => onProblem('The rows could not be read, so the selection stays as it was. Try again.'),
      )
    },
    [keysOf, onProblem],
  )

  const onSelect = useCallback(
    (intent: SelectIntent) => {
      switch (intent.kind) {
        case 'none':
          return setKeys(none)
        case 'all':
          return count > 0 && take(0, count - 1)
        case 'range':
          return take(Math.min(intent.from, intent.to), Math.max(intent.from, intent.to))
        case 'toggle': {
          const key = keyAt(intent.index)
          if (key !== undefined) setKeys((before) => toggled(before, key))
        }
      }
    },
    [count, keyAt, take],
  )

  return useMemo(
    () => ({
      keys,
      isSelected: (index) => {
        const key = keyAt(index)
        return key !== undefined && keys.has(key)
      },
      onSelect,
      clear: () => setKeys(none),
    }),
    [keys, keyAt, onSelect],
  )
}
