import { createHash } from 'node:crypto'
import { setImmediate as turn } from 'node:timers/promises'
import { z } from 'zod'
import { call, type Handlers, service, stream, upload } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import { type Endpoints, implement } from '../../shared/wire/server.ts'

const paced = z.object({ items: z.int().min(0), turnsBetween: z.int().min(0).default(0) })

/** A service that exercises each kind of act and nothing else. */
const probe = service('probe', ['wanted'] as const, {
  echo: call(
    z.object({ text: z.string(), turns: z.int().min(0).default(0) }),
    z.object({ text: z.string() }),
  ),
  /** Answers when the host is told to release; deaf to a cancel. */
  hold: call(z.object({}), z.object({})),
  fail: call(z.object({ message: z.string() }), z.object({})),
  numbers: stream(paced, z.object({ at: z.int(), act: z.int() })),
  bytes: stream(paced.extend({ size: z.int().min(0) }), z.instanceof(Uint8Array)),
  /** Yields once and then waits until it is cancelled. */
  watch: stream(z.object({}), z.object({})),
  digest: upload(
    z.object({
      turnsBetween: z.int().min(0).default(0),
      readAtMost: z.int().optional(),
      /** Reads one chunk and then waits until it is cancelled. */
      stuck: z.boolean().default(false),
    }),
    z.object({ bytes: z.int(), sha256: z.string() }),
  ),
})
export const probeServices = { probe } as const

export interface ProbeHost {
  endpoints: Endpoints
  /** Items that streams made, by number of the stream. */
  made: number[]
  /** Handlers that have begun and not ended. */
  underWay(): number
  /** Resolves when no handler is under way. */
  idle(): Promise<void>
  /** Lets every `hold` answer, now and from now on. */
  release(): void
}

const whenAborted = async (signal: AbortSignal) => {
  if (signal.aborted) return
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

const turns = async (count: number) => {
  for (let i = 0; i < count; i += 1) await turn()
}

export const pattern = (at: number, size: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(size).fill(at % 251)

/** Counts the handlers that have begun and not ended. */
const activity = () => {
  let active = 0
  let waiting: (() => void) | undefined
  const begin = () => {
    active += 1
  }
  const end = () => {
    active -= 1
    if (active === 0) waiting?.()
  }
  return {
    begin,
    end,
    underWay: () => active,
    async idle() {
      if (active > 0) await new Promise<void>((resolve) => (waiting = resolve))
    },
    async during<T>(work: () => Promise<T>): Promise<T> {
      begin()
      try {
        return await work()
      } finally {
        end()
      }
    },
  }
}

export const probeHost = (): ProbeHost => {
  const made: number[] = []
  const { begin, end, during, underWay, idle } = activity()
  const released = Promise.withResolvers<void>()

  async function* produce<T>(items: number, turnsBetween: number, item: (at: number, act: number) => T) {
    const act = made.push(0) - 1
    begin()
    try {
      for (let at = 0; at < items; at += 1) {
        await turns(turnsBetween)
        made[act] = at + 1
        yield item(at, act)
      }
    } finally {
      end()
    }
  }

  const handlers: Handlers<typeof probe> = {
    echo: ({ text, turns: count }) =>
      during(async () => {
        await turns(count)
        return { text }
      }),
    hold: () => during(() => released.promise.then(() => ({}))),
    fail: ({ message }) => {
      throw new BenchError('wanted', message, { here: 1 })
    },
    numbers: ({ items, turnsBetween }) => produce(items, turnsBetween, (at, act) => ({ at, act })),
    bytes: ({ items, turnsBetween, size }) => produce(items, turnsBetween, (at) => pattern(at, size)),
    async *watch(_, { signal }) {
      begin()
      try {
        yield {}
        await whenAborted(signal)
      } finally {
        end()
      }
    },
    digest: ({ turnsBetween, readAtMost = Number.POSITIVE_INFINITY, stuck }, chunks, { signal }) =>
      during(async () => {
        const hash = createHash('sha256')
        let bytes = 0
        for await (const chunk of chunks) {
          hash.update(chunk)
          bytes += chunk.length
          await turns(turnsBetween)
          if (stuck) await whenAborted(signal)
          if (bytes >= readAtMost) break
        }
        return { bytes, sha256: hash.digest('hex') }
      }),
  }
  return { endpoints: new Map(implement(probe, handlers)), made, underWay, idle, release: released.resolve }
}
