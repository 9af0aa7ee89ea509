/** Watches how much a transport holds unsent. */
export interface Outbox {
  /** A promise while too much is unsent. */
  room(): Promise<void> | undefined
  /** To be called whenever something went out. */
  sent(): void
  /** True when so much is unsent that the other side does not read at all. */
  overflows(): boolean
  /** Lets everyone go who waits for room. */
  release(): void
}

/** `unsent` tells the bytes that wait in the transport; `crowded` and `most` are bytes. */
export const outbox = (
  unsent: () => number,
  { crowded, most }: { crowded: number; most: number },
): Outbox => {
  let released = false
  let waiting: PromiseWithResolvers<void> | undefined
  const wake = () => {
    waiting?.resolve()
    waiting = undefined
  }
  return {
    room() {
      if (released || unsent() < crowded) return undefined
      waiting ??= Promise.withResolvers<void>()
      return waiting.promise
    },
    sent() {
      if (waiting && unsent() < crowded) wake()
    },
    overflows: () => unsent() > most,
    release() {
      released = true
      wake()
    },
  }
}
