import { cancelled } from '../contract/error.ts'

/** Lets at most so many in at once; the others wait in the order they came, or until their signal aborts. */
export interface Turnstile {
  /** Resolves inside; whoever got in must call `leave`. */
  enter(signal: AbortSignal | undefined): Promise<void>
  leave(): void
}

export const turnstile = (atOnce: number): Turnstile => {
  let inside = 0
  const queue = new Set<() => void>()
  return {
    async enter(signal) {
      if (signal?.aborted) throw cancelled()
      if (inside < atOnce) {
        inside += 1
        return
      }
      await new Promise<void>((resolve, reject) => {
        const come = () => {
          signal?.removeEventListener('abort', give)
          resolve()
        }
        const give = () => {
          queue.delete(come)
          reject(cancelled())
        }
        queue.add(come)
        signal?.addEventListener('abort', give, { once: true })
      })
    },
    leave() {
      const [next] = queue
      if (next) {
        // The place goes from one to the other and is never free in between.
        queue.delete(next)
        next()
      } else inside -= 1
    },
  }
}
