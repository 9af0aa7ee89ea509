import { wireEnd } from './end.ts'
import type { Wire } from './message.ts'

/**
 * Two ends of a wire inside one process. Messages arrive in later microtasks, in order, and are not copied. A
 * close reaches the other end after what was sent before it.
 */
export const wirePair = (): [Wire, Wire] => {
  const ends = [wireEnd(), wireEnd()] as const
  const link = ([here, there]: readonly [(typeof ends)[0], (typeof ends)[0]]): Wire => ({
    send: (message) => {
      if (here.open) queueMicrotask(() => there.deliver(message))
    },
    onMessage: here.onMessage,
    onClose: here.onClose,
    close: () => {
      here.shut()
      queueMicrotask(there.shut)
    },
  })
  return [link([ends[0], ends[1]]), link([ends[1], ends[0]])]
}
