import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type Docker from 'dockerode'

export interface EventWatch {
  /** Resolves at the next event, after so many milliseconds, at the abort, or when the engine stops telling. */
  next(ms: number): Promise<void>
  /** Whether the engine still tells of events. */
  alive(): boolean
  close(): void
}

/** Tells when something happens to what the filters name. Events that nobody waited for count at once. */
export const watchEvents = async (
  docker: Docker,
  filters: Record<string, string[]>,
  signal: AbortSignal,
): Promise<EventWatch> => {
  const stream = (await docker.getEvents({ filters })) as Readable
  let happened = false
  let alive = true
  let wake: (() => void) | null = null
  const poke = () => {
    happened = true
    wake?.()
  }
  const close = () => {
    alive = false
    stream.destroy()
    poke()
  }
  stream.on('error', close)
  stream.on('end', close)
  stream.on('close', close)
  // It tells of errors of what it reads a second time; nobody listening to that would end the host.
  createInterface({ input: stream }).on('line', poke).on('error', close)
  signal.addEventListener('abort', close, { once: true })
  if (signal.aborted) close()
  return {
    alive: () => alive,
    close() {
      signal.removeEventListener('abort', close)
      close()
    },
    async next(ms) {
      if (!happened && alive)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      wake = null
      happened = false
    },
  }
}
