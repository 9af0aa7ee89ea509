import { describe, expect, it } from 'vitest'
import { find, type KeyStroke, passesTyping, strokeOf } from './keys.ts'

const key = (name: string, held: Partial<KeyStroke> = {}): KeyStroke => ({
  key: name,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...held,
})

describe('a stroke', () => {
  it.each([
    [key('k', { ctrlKey: true }), 'Mod+k'],
    [key('K', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+k'],
    [key('?', { shiftKey: true }), '?'],
    [key('g'), 'g'],
    [key('G', { shiftKey: true }), 'Shift+g'],
    [key(' '), 'Space'],
    [key('Enter', { shiftKey: true }), 'Shift+Enter'],
    [key('É', { shiftKey: true }), 'Shift+é'],
  ])('of %o is %s', (event, stroke) => {
    expect(strokeOf(event, false)).toBe(stroke)
  })

  it('takes Cmd on a Mac, and Ctrl as itself', () => {
    expect(strokeOf(key('k', { metaKey: true }), true)).toBe('Mod+k')
    expect(strokeOf(key('k', { ctrlKey: true }), true)).toBe('Ctrl+k')
  })

  it('is none for a modifier alone', () => {
    expect(strokeOf(key('Shift', { shiftKey: true }), false)).toBeNull()
  })
})

it('keeps letters and the undo of the text for the one who writes', () => {
  expect(['Mod+k', 'Alt+ArrowUp', 'F6'].every(passesTyping)).toBe(true)
  expect(['g', '?', 'Shift+g', 'Mod+z', 'Mod+a', 'Enter'].some(passesTyping)).toBe(false)
})

describe('finding a command', () => {
  const items = [
    { id: 'queue', shortcut: ['g q'] },
    { id: 'new', shortcut: ['c', 'Mod+Alt+n'] },
    { id: 'old', shortcut: ['c'] },
  ]
  it('waits for the rest of a sequence', () => {
    expect(find(items, ['g'])).toEqual({ kind: 'more' })
    expect(find(items, ['g', 'q'])).toMatchObject({ item: { id: 'queue' } })
    expect(find(items, ['g', 'x'])).toEqual({ kind: 'none' })
  })
  it('prefers what comes first', () => {
    expect(find(items, ['c'])).toMatchObject({ item: { id: 'new' } })
  })
})
