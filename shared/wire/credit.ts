import { creditLot, creditWindow } from './message.ts'

/** The sender's side: `take` resolves when one more item may go out, or false when the act is over. */
export interface Purse {
  /** False when the reader pays more than it was sent. */
  add(items: number): boolean
  take(): Promise<boolean>
  close(): void
}

export const purse = (): Purse => {
  let credit = creditWindow
  let closed = false
  const gate = makeGate()
  return {
    add(items) {
      if (items > creditWindow - credit) return false
      credit += items
      gate.open()
      return true
    },
    async take() {
      while (credit === 0 && !closed) await gate.pass()
      if (closed) return false
      credit -= 1
      return true
    },
    close() {
      closed = true
      gate.open()
    },
  }
}

/** The reader's side: a queue that pays items back as they are read. Bounded by the window. */
export interface Inbox<T> {
  /** False when the sender had no credit for it, or had ended. */
  push(item: T): boolean
  /** What has arrived is still read, then the reader sees the end or the error. */
  end(error?: Error): void
  /** What has arrived is thrown away; the reader sees the error at once. */
  drop(error: Error): void
  items(): AsyncGenerator<T, void, undefined>
}

export const inbox = <T>(pay: (items: number) => void): Inbox<T> => {
  const queue: T[] = []
  let ended = false
  let failure: Error | undefined
  let unpaid = 0
  const gate = makeGate()
  const end = (error?: Error) => {
    if (ended) return
    ended = true
    failure = error
    gate.open()
  }
  const paid = () => {
    unpaid += 1
    if (unpaid < creditLot) return
    const lot = unpaid
    unpaid = 0
    if (!ended) pay(lot)
  }
  return {
    push(item) {
      if (ended || queue.length + unpaid >= creditWindow) return false
      queue.push(item)
      gate.open()
      return true
    },
    end,
    drop(error) {
      queue.length = 0
      ended = true
      failure = error
      gate.open()
    },
    async *items() {
      for (;;) {
        while (queue.length > 0) {
          const item = queue.shift() as T
          paid()
          yield item
        }
        if (failure) throw failure
        if (ended) return
        await gate.pass()
      }
    },
  }
}

/** One waits at `pass` until somebody calls `open`. */
const makeGate = () => {
  let waiting: (() => void) | undefined
  return {
    pass: () => new Promise<void>((resolve) => (waiting = resolve)),
    open: () => {
      waiting?.()
      waiting = undefined
    },
  }
}
