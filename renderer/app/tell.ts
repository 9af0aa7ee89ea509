import { isCancelled, sentence } from '../ui/sentence.ts'
import type { Toasts } from '../ui/toasts.ts'

/** Tells of a failure once, though it passes both an act and the command that began it; a cancel is no failure. */
export const createTeller = (toasts: Pick<Toasts, 'show'>) => {
  const told = new WeakSet<object>()
  return (title: string, error: unknown): void => {
    if (isCancelled(error)) return
    if (typeof error === 'object' && error !== null) {
      if (told.has(error)) return
      told.add(error)
    }
    toasts.show({ tone: 'danger', text: `${title}: ${sentence(error)}` })
  }
}
