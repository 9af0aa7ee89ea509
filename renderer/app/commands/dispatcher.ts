import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Commands } from '../bench.ts'
import { find, passesTyping, strokeOf } from './keys.ts'

/** Milliseconds a begun sequence waits for its next stroke. */
const patience = 1500

const typing =
  'input:not([type="checkbox"]), textarea, select, [contenteditable=""], [contenteditable="true"], [role="combobox"], [role="textbox"]'
/** What is in front of the window keeps its keys. */
const inFront = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

export interface Dispatcher {
  /** The strokes of a sequence that has begun, to be shown. */
  readonly pending: StoreApi<{ strokes: readonly string[] }>
  dispose(): void
}

/** Runs commands by their shortcuts. */
export const createDispatcher = (view: Window, commands: Commands, mac: boolean): Dispatcher => {
  const pending = createStore<{ strokes: readonly string[] }>(() => ({ strokes: [] }))
  let timer: ReturnType<typeof setTimeout> | undefined
  const setStrokes = (strokes: readonly string[]) => {
    clearTimeout(timer)
    if (strokes.length > 0) timer = setTimeout(() => setStrokes([]), patience)
    if (strokes.length > 0 || pending.getState().strokes.length > 0) pending.setState({ strokes })
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const stroke = strokeOf(event, mac)
    if (!stroke) return
    const target = event.target instanceof Element ? event.target : null
    if (target?.closest(inFront)) return setStrokes([])
    if (target?.closest(typing) && !passesTyping(stroke)) return setStrokes([])

    const available = commands.available()
    const begun = [...pending.getState().strokes, stroke]
    const found = find(available, begun)
    if (found.kind === 'more') {
      event.preventDefault()
      return setStrokes(begun)
    }
    // A stroke that does not go on a sequence may still be a shortcut of its own.
    const last = found.kind === 'none' && begun.length > 1 ? find(available, [stroke]) : found
    setStrokes([])
    if (last.kind !== 'run') return
    event.preventDefault()
    commands.run(last.item.id)
  }

  view.addEventListener('keydown', onKeyDown)
  return {
    pending,
    dispose() {
      clearTimeout(timer)
      view.removeEventListener('keydown', onKeyDown)
    },
  }
}
