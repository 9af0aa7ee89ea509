import type { Message, Wire } from './message.ts'

/** Two ends of a wire inside one process; messages arrive in later microtasks, in order, as they were sent. */
export const wirePair = (): [Wire, Wire] => {
  const ends = [end(), end()] as const
  const link = (here: End, there: End): Wire => ({
    send: (message) => {
      if (here.open) queueMicrotask(() => there.open && there.deliver(message))
    },
    onMessage: here.onMessage,
    onClose: here.onClose,
    close: () => {
      here.shut()
      there.shut()
    },
  })
  return [link(ends[0], ends[1]), link(ends[1], ends[0])]
}

type End = ReturnType<typeof end>

const end = () => {
  const listeners = new Set<(message: Message) => void>()
  const closers = new Set<() => void>()
  return {
    open: true,
    deliver(message: Message) {
      for (const listener of listeners) listener(message)
    },
    onMessage(listener: (message: Message) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    onClose(listener: () => void) {
      closers.add(listener)
      return () => void closers.delete(listener)
    },
    shut() {
      if (!this.open) return
      this.open = false
      for (const close of closers) close()
    },
  }
}
