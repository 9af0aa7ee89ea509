/** Reports of which only the latest matters, as an iteration that ends when told; for the progress of an act. */
export const latestOf = <T>() => {
  let latest: { value: T } | undefined
  let ended = false
  let wake: (() => void) | undefined
  const poke = () => {
    wake?.()
    wake = undefined
  }
  return {
    tell(value: T): void {
      latest = { value }
      poke()
    },
    end(): void {
      ended = true
      poke()
    },
    async *items(): AsyncGenerator<T, void, undefined> {
      for (;;) {
        if (latest) {
          const { value } = latest
          latest = undefined
          yield value
        } else if (ended) return
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    },
  }
}
