import { createElement } from 'react'
import { cx } from './cx.ts'
import styles from './kbd.module.css'

const macNames: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥', Ctrl: '⌃', Enter: '↵' }
const otherNames: Record<string, string> = { Mod: 'Ctrl', Enter: '↵' }
const allNames: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  Space: 'Space',
}

export const onMac = (): boolean => typeof navigator !== 'undefined' && /Mac/.test(navigator.platform)

/** `Mod+Shift+k` and `g q` as the caps of this platform's keyboard, one list per stroke. */
export const keyCaps = (keys: string, mac: boolean): string[][] =>
  keys
    .split(' ')
    .map((stroke) =>
      stroke
        .split(/\+(?=.)/)
        .map((key) => (mac ? macNames : otherNames)[key] ?? allNames[key] ?? capital(key)),
    )

const capital = (key: string) => (key.length === 1 ? key.toUpperCase() : key)

export const Kbd = ({ keys, plain = false }: { keys: string; plain?: boolean }) => {
  const caps = keyCaps(keys, onMac()).map((stroke) =>
    createElement('kbd', { className: styles.key }, stroke.join(onMac() ? '' : '+')),
  )
  // Spread, because strokes have no identity: `g g` is twice the same.
  return createElement('span', { className: cx(styles.keys, plain && styles.plain) }, ...caps)
}
