import type { CallOptions, Method, Service, ServiceClient } from '../contract/define.ts'
import { BenchError, cancelled, fromErrorBody } from '../contract/error.ts'
import { type Inbox, inbox, type Purse, purse } from './credit.ts'
import { chunkBytes, type Message, uploadsAtOnce, type Wire } from './message.ts'
import { type Turnstile, turnstile } from './turnstile.ts'

type Services = Record<string, Service>
export type Client<S extends Services> = { readonly [K in keyof S]: ServiceClient<S[K]> }

/** One act under way, as its method wants to hear of it. `over` is called once. */
interface Act {
  readonly kind: Method['kind']
  over(error: Error | undefined, value: unknown): void
  readonly inbox?: Inbox<unknown>
  readonly purse?: Purse
}

interface Opened {
  send(message: Message): void
  /** Ends the act here, if it is under way, and tells the host. */
  abort(): void
}

type Open = (m: string, input: unknown, signal: AbortSignal | undefined, act: Act) => Opened & { id: number }

const gone = () =>
  new BenchError('disconnected', 'The connection to the host was lost. What was saved is kept; trying again.')

/**
 * A typed client over a wire. Every act ends when the wire closes, with `disconnected`; bytes of an upload
 * belong to the wire once they were yielded.
 */
export const connect = <S extends Services>(services: S, wire: Wire): Client<S> => {
  const open = opener(wire)
  const gate = turnstile(uploadsAtOnce)
  const kinds = { call: callMethod, stream: streamMethod, upload: uploadMethod } as const
  const client: Record<string, Record<string, unknown>> = {}
  for (const [key, { name, methods }] of Object.entries(services))
    client[key] = Object.fromEntries(
      Object.entries(methods).map(([method, { kind }]) => [
        method,
        kinds[kind](open, `${name}.${method}`, gate),
      ]),
    )
  return client as unknown as Client<S>
}

const opener = (wire: Wire): Open => {
  const acts = new Map<number, Act & { finish(error: Error | undefined, value?: unknown): void }>()
  let closed = false
  let lastId = 0

  wire.onMessage((message) => {
    const act = acts.get(message.id)
    const sound = act ? route(act, message) : message.id <= lastId
    if (!sound) wire.close('The host sent what no act expects.')
  })
  wire.onClose(() => {
    closed = true
    for (const act of [...acts.values()]) act.finish(gone())
  })

  return (m, input, signal, act) => {
    if (closed) throw gone()
    if (signal?.aborted) throw cancelled()
    lastId += 1
    const id = lastId
    const finish = (error: Error | undefined, value?: unknown) => {
      if (!acts.delete(id)) return
      signal?.removeEventListener('abort', abort)
      act.over(error, value)
    }
    const send = (message: Message) => {
      if (acts.has(id)) wire.send(message)
    }
    const abort = () => {
      send({ k: 'cancel', id })
      act.inbox?.drop(cancelled())
      finish(cancelled())
    }
    acts.set(id, { ...act, finish })
    signal?.addEventListener('abort', abort, { once: true })
    try {
      wire.send({ k: 'open', id, m, v: input })
    } catch (error) {
      // Nothing went out, so there is nothing to cancel.
      finish(error as Error)
    }
    return { id, send, abort }
  }
}

type Routed = Act & { finish(error: Error | undefined, value?: unknown): void }

/** False when the message is none that this kind of act may get. */
const route = (act: Routed, message: Message): boolean => {
  switch (message.k) {
    case 'value':
      if (act.kind === 'stream') return false
      act.finish(undefined, message.v)
      return true
    case 'end':
      if (act.kind !== 'stream') return false
      act.finish(undefined)
      return true
    case 'fail':
      act.finish(fromErrorBody(message.e))
      return true
    case 'item':
      return act.inbox?.push(message.v) ?? false
    case 'credit':
      return act.purse?.add(message.n) ?? false
    case 'open':
    case 'cancel':
      return false
  }
}

const callMethod = (open: Open, m: string) => (input: unknown, options?: CallOptions) =>
  new Promise((resolve, reject) => {
    const over = (error: Error | undefined, value: unknown) => (error ? reject(error) : resolve(value))
    open(m, input, options?.signal, { kind: 'call', over })
  })

const streamMethod = (open: Open, m: string) =>
  async function* (input: unknown, options?: CallOptions) {
    const box = inbox<unknown>((n) => opened.send({ k: 'credit', id: opened.id, n }))
    const opened = open(m, input, options?.signal, {
      kind: 'stream',
      over: (error) => box.end(error),
      inbox: box,
    })
    try {
      yield* box.items()
    } finally {
      opened.abort()
    }
  }

const uploadMethod =
  (open: Open, m: string, gate: Turnstile) =>
  async (input: unknown, chunks: AsyncIterable<Uint8Array>, options?: CallOptions): Promise<unknown> => {
    await gate.enter(options?.signal)
    try {
      return await sendAll(open, { m, input, chunks, signal: options?.signal })
    } finally {
      gate.leave()
    }
  }

interface Sending {
  m: string
  input: unknown
  chunks: AsyncIterable<Uint8Array>
  signal: AbortSignal | undefined
}

const sendAll = (open: Open, { m, input, chunks, signal }: Sending) =>
  new Promise((resolve, reject) => {
    const credit = purse()
    const source = chunks[Symbol.asyncIterator]()
    const over = (error: Error | undefined, value: unknown) => {
      credit.close()
      // A source that fails while it is closed has nothing more to say: the act has its outcome.
      void source.return?.().catch(() => undefined)
      if (error) reject(error)
      else resolve(value)
    }
    const opened = open(m, input, signal, { kind: 'upload', over, purse: credit })
    pump(source, credit, opened).catch((error: unknown) => {
      reject(error)
      opened.abort()
    })
  })

/** Sends what the source yields, in pieces of at most `chunkBytes`, and asks it for more only with credit in hand. */
const pump = async (
  source: AsyncIterator<Uint8Array>,
  credit: Purse,
  { id, send }: Opened & { id: number },
) => {
  while (await credit.take()) {
    const next = await source.next()
    if (next.done) return send({ k: 'end', id })
    for (let rest = next.value; ; ) {
      send({ k: 'item', id, v: rest.subarray(0, chunkBytes) })
      rest = rest.subarray(chunkBytes)
      if (rest.length === 0) break
      if (!(await credit.take())) return
    }
  }
}
