import { creditLot, creditWindow } from './message.ts'

/** The sender's side: `take` resolves when one more item may go out, or false when the act is over. */
export interface Purse {
  add(items: number): void
  take(): Promise<boolean>
  close(): void
}

export const purse = (initial = creditWindow): Purse => {
  let credit = initial
  let closed = false
  let waiting: (() => void) | undefined
  const wake = () => {
    waiting?.()
    waiting = undefined
  }
  return {
    add(items) {
      credit += items
      wake()
    },
    async take() {
      while (credit === 0 && !closed) await new Promise<void>((resolve) => (waiting = resolve))
      if (closed) return false
      credit -= 1
      return true
    },
    close() {
      closed = true
      wake()
    },
  }
}

/** The reader's side: a queue that pays items back as they are read. Bounded by the window. */
export interface Inbox<T> {
  push(item: T): void
  end(error?: Error): void
  items(): AsyncGenerator<T, void, undefined>
}

export const inbox = <T>(pay: (items: number) => void): Inbox<T> => {
  const queue: T[] = []
  let ended = false
  let failure: Error | undefined
  let unpaid = 0
  let waiting: (() => void) | undefined
  const wake = () => {
    waiting?.()
    waiting = undefined
  }
  return {
    push(item) {
      queue.push(item)
      wake()
    },
    end(error) {
      ended = true
      failure = error
      wake()
    },
    async *items() {
      for (;;) {
        while (queue.length > 0) {
          const item = queue.shift() as T
          unpaid += 1
          if (unpaid >= creditLot) {
            pay(unpaid)
            unpaid = 0
          }
          yield item
        }
        if (failure) throw failure
        if (ended) return
        await new Promise<void>((resolve) => (waiting = resolve))
      }
    },
  }
}
