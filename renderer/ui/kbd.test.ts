import { expect, it } from 'vitest'
import { keyCaps } from './kbd.tsx'

it.each([
  ['Mod+Shift+k', [['Ctrl', 'Shift', 'K']], [['⌘', '⇧', 'K']]],
  ['g q', [['G'], ['Q']], [['G'], ['Q']]],
  ['?', [['?']], [['?']]],
  ['Mod++', [['Ctrl', '+']], [['⌘', '+']]],
  ['Escape', [['Esc']], [['Esc']]],
])('shows %s with the caps of the keyboard', (keys, other, mac) => {
  expect(keyCaps(keys, false)).toEqual(other)
  expect(keyCaps(keys, true)).toEqual(mac)
})
