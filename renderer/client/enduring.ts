import type { CallOptions, Service } from '../../shared/contract/define.ts'
import { BenchError, cancelled } from '../../shared/contract/error.ts'
import type { Client } from '../../shared/wire/client.ts'

/** The connection as the client below sees it. */
export interface Line<S extends Record<string, Service>> {
  /** The client now; 'soon' while it is being connected, 'never' when only a person can change that. */
  current(): Client<S> | 'soon' | 'never'
  /** Tells when that has changed. Returns the disposer. */
  onChange(listener: () => void): () => void
}

/** Milliseconds a call waits for a connection that is being made, before it fails. */
const patienceMs = 10_000

/** Live views of the contract are streams with such names: what they yield is the state, so they may start anew. */
const isLive = (method: string) => /^watch($|[A-Z])/.test(method)

type Stream = (input: unknown, options?: CallOptions) => AsyncGenerator<unknown, void, undefined>
type Method = (...args: unknown[]) => Promise<unknown>

/**
 * A client over a connection that comes and goes. A call or an upload waits a little for a connection and then fails
 * with `disconnected`; one that was under way when the connection was lost fails at once, since nobody knows how far it
 * came. A live view (`watch…`) waits as long as it takes, and opens again by itself.
 */
export const enduring = <S extends Record<string, Service>>(services: S, line: Line<S>): Client<S> => {
  const methodOf = <M>(client: Client<S>, key: string, method: string): M =>
    (client[key] as unknown as Record<string, M>)[method] as M

  const once =
    (key: string, method: string): Method =>
    async (...args) => {
      const { signal } = (args.at(-1) ?? {}) as CallOptions
      const client = await connected(line, { signal, patienceMs })
      return methodOf<Method>(client, key, method)(...args)
    }

  const stream = (key: string, method: string): Stream =>
    async function* (input, options) {
      const live = isLive(method)
      for (;;) {
        const wait = { signal: options?.signal, patienceMs: live ? undefined : patienceMs }
        const client = await connected(line, wait)
        try {
          return yield* methodOf<Stream>(client, key, method)(input, options)
        } catch (error) {
          if (!live || !(error instanceof BenchError) || error.code !== 'disconnected') throw error
        }
      }
    }

  const client = Object.entries(services).map(([key, { methods }]) => [
    key,
    Object.fromEntries(
      Object.entries(methods).map(([method, { kind }]) => [
        method,
        kind === 'stream' ? stream(key, method) : once(key, method),
      ]),
    ),
  ])
  return Object.fromEntries(client) as Client<S>
}

const notSent = () =>
  new BenchError(
    'disconnected',
    'There is no connection to the host, so this was not sent. What was saved is kept.',
  )

interface Waiting {
  signal: AbortSignal | undefined
  /** Milliseconds; undefined to wait as long as it takes. */
  patienceMs: number | undefined
}

/** The client as soon as there is one. */
const connected = <S extends Record<string, Service>>(
  line: Line<S>,
  { signal, patienceMs: patience }: Waiting,
): Promise<Client<S>> =>
  new Promise((resolve, reject) => {
    const look = () => {
      const client = line.current()
      if (typeof client !== 'string') return settle(() => resolve(client))
      if (client === 'never' && patience !== undefined) settle(() => reject(notSent()))
    }
    const abort = () => settle(() => reject(cancelled()))
    const settle = (how: () => void) => {
      clearTimeout(late)
      dispose()
      signal?.removeEventListener('abort', abort)
      how()
    }
    const late =
      patience === undefined ? undefined : setTimeout(() => settle(() => reject(notSent())), patience)
    const dispose = line.onChange(look)
    signal?.addEventListener('abort', abort, { once: true })
    if (signal?.aborted) abort()
    else look()
  })
