import type { KeyboardEvent } from 'react'
import { useBench } from '../app/bench.ts'
import { find, passesTyping, strokeOf } from '../app/commands/keys.ts'
import { onMac } from '../ui/kbd.tsx'

/** Lets the window's shortcuts go before those of an editor inside, which would swallow Ctrl+K and others. */
export const useOwnShortcuts = () => {
  const { commands } = useBench()
  return (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const stroke = strokeOf(event, onMac())
    if (!stroke || !passesTyping(stroke)) return
    const found = find(commands.available(), [stroke])
    if (found.kind !== 'run') return
    event.preventDefault()
    event.stopPropagation()
    commands.run(found.item.id)
  }
}
