/** A fixed number of buffers that are lent out in turn; with the last one back their memory goes. */
export interface Buffers {
  readonly count: number
  /** Runs `work` with a buffer that is nobody else's until it ends. Rejects when the signal aborts while it waits. */
  use<T>(signal: AbortSignal, work: (buffer: Buffer) => Promise<T>): Promise<T>
}

interface Waiting {
  give(buffer: Buffer): void
}

export const lendBuffers = (count: number, bytes: number): Buffers => {
  const idle: Buffer[] = []
  const waiting: Waiting[] = []
  let lent = 0

  const borrow = (signal: AbortSignal): Promise<Buffer> => {
    signal.throwIfAborted()
    if (lent < count) {
      lent += 1
      return Promise.resolve(idle.pop() ?? Buffer.allocUnsafeSlow(bytes))
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        waiting.splice(waiting.indexOf(waiter), 1)
        reject(signal.reason)
      }
      const waiter: Waiting = {
        give(buffer) {
          signal.removeEventListener('abort', leave)
          resolve(buffer)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      waiting.push(waiter)
    })
  }
  const giveBack = (buffer: Buffer) => {
    const next = waiting.shift()
    if (next) return next.give(buffer)
    lent -= 1
    if (lent === 0) idle.length = 0
    else idle.push(buffer)
  }

  return {
    count,
    async use(signal, work) {
      const buffer = await borrow(signal)
      try {
        return await work(buffer)
      } finally {
        giveBack(buffer)
      }
    },
  }
}
