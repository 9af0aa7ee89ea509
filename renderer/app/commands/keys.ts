/** What of a keyboard event the dispatcher reads. */
export interface KeyStroke {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

const modifiers = new Set(['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock', 'Dead'])

/**
 * A stroke as commands write it, such as `Mod+Shift+k`; null for a modifier alone. Shift is named for letters and
 * named keys only: `?` is `?` wherever it lies on the keyboard.
 */
export const strokeOf = (event: KeyStroke, mac: boolean): string | null => {
  const { key } = event
  if (modifiers.has(key)) return null
  const mod = mac ? event.metaKey : event.ctrlKey
  const ctrl = mac && event.ctrlKey
  const sign = key.length === 1 && key.toLowerCase() === key.toUpperCase() && key !== ' '
  const parts = [
    mod && 'Mod',
    ctrl && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && !sign && 'Shift',
    named(key),
  ]
  return parts.filter(Boolean).join('+')
}

const named = (key: string): string => {
  if (key === ' ') return 'Space'
  return key.length === 1 ? key.toLowerCase() : key
}

/** Strokes that belong to the text while a person writes. */
const editing = new Set([
  'Mod+z',
  'Mod+Shift+z',
  'Mod+y',
  'Mod+a',
  'Mod+c',
  'Mod+v',
  'Mod+x',
  'Mod+Backspace',
])

/** Whether a stroke may reach a command while a person writes. */
export const passesTyping = (stroke: string): boolean =>
  (/^(Mod|Ctrl|Alt)\+/.test(stroke) && !editing.has(stroke)) || /^(Shift\+)?F\d+$/.test(stroke)

export type Found<T> =
  | { kind: 'run'; item: T }
  /** The strokes begin a sequence. */
  | { kind: 'more' }
  | { kind: 'none' }

/** The first item whose shortcut these strokes are, or whether one begins with them. */
export const find = <T extends { shortcut?: readonly string[] }>(
  items: readonly T[],
  strokes: readonly string[],
): Found<T> => {
  const typed = strokes.join(' ')
  const item = items.find(({ shortcut }) => shortcut?.includes(typed))
  if (item) return { kind: 'run', item }
  const begins = items.some(({ shortcut }) => shortcut?.some((keys) => keys.startsWith(`${typed} `)))
  return { kind: begins ? 'more' : 'none' }
}
