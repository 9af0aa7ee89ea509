import type { Message, Wire } from './message.ts'

/** The listeners of one end of a wire, for whoever builds a transport. */
export interface WireEnd extends Pick<Wire, 'onMessage' | 'onClose'> {
  readonly open: boolean
  deliver(message: Message): void
  /** Tells every listener of the close, once, and forgets them all. */
  shut(): void
}

export const wireEnd = (): WireEnd => {
  const listeners = new Set<(message: Message) => void>()
  const closers = new Set<() => void>()
  let open = true
  return {
    get open() {
      return open
    },
    deliver(message) {
      if (open) for (const listener of listeners) listener(message)
    },
    onMessage(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onClose(listener) {
      const once = () => {
        if (closers.delete(once)) listener()
      }
      closers.add(once)
      if (!open) queueMicrotask(once)
      return () => void closers.delete(once)
    },
    shut() {
      if (!open) return
      open = false
      listeners.clear()
      for (const close of [...closers]) close()
    },
  }
}
