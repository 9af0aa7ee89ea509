/** What a callback tells, for a reader that takes one after the other. Bounded by what is told. */
export interface Channel<T> {
  push(item: T): void
  /** All that is told until `work` is over; what it throws is thrown. */
  until(work: Promise<unknown>): AsyncGenerator<T, void, undefined>
}

export const channel = <T>(): Channel<T> => {
  const items: T[] = []
  let wake: (() => void) | undefined
  const poke = () => {
    wake?.()
    wake = undefined
  }
  return {
    push(item) {
      items.push(item)
      poke()
    },
    async *until(work) {
      let over = false
      const end = () => {
        over = true
        poke()
      }
      // Whether it failed is seen when it is awaited below.
      work.then(end, end)
      for (;;) {
        const item = items.shift()
        if (item !== undefined) yield item
        else if (over) break
        else await new Promise<void>((resolve) => (wake = resolve))
      }
      await work
    },
  }
}
