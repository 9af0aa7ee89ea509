import type { CallOptions, Method, Service, ServiceClient } from '../contract/define.ts'
import { BenchError, cancelled, fromErrorBody } from '../contract/error.ts'
import { type Inbox, inbox, type Purse, purse } from './credit.ts'
import type { Message, Wire } from './message.ts'

type Services = Record<string, Service>
export type Client<S extends Services> = { readonly [K in keyof S]: ServiceClient<S[K]> }

interface Act {
  settle(value: unknown): void
  fail(error: Error): void
  inbox?: Inbox<unknown>
  purse?: Purse
}

const gone = () =>
  new BenchError('disconnected', 'The connection to the host was lost. What was saved is kept; trying again.')

/** A typed client over a wire. Every act ends when the wire closes, with `disconnected`. */
export const connect = <S extends Services>(services: S, wire: Wire): Client<S> => {
  const acts = new Map<number, Act>()
  let closed = false
  let lastId = 0

  wire.onMessage((message) => route(acts, message))
  wire.onClose(() => {
    closed = true
    for (const act of acts.values()) act.fail(gone())
    acts.clear()
  })

  const open = (m: string, input: unknown, act: Act, signal: AbortSignal | undefined) => {
    if (closed) throw gone()
    if (signal?.aborted) throw cancelled()
    const id = ++lastId
    acts.set(id, act)
    const abort = () => {
      if (!acts.delete(id)) return
      wire.send({ k: 'cancel', id })
      act.fail(cancelled())
    }
    signal?.addEventListener('abort', abort, { once: true })
    const close = () => {
      signal?.removeEventListener('abort', abort)
      acts.delete(id)
    }
    wire.send({ k: 'open', id, m, v: input })
    return { id, close, abort }
  }

  const callMethod = (m: string) => (input: unknown, options?: CallOptions) =>
    new Promise((resolve, reject) => {
      const act: Act = {
        settle: (value) => {
          opened.close()
          resolve(value)
        },
        fail: (error) => {
          opened?.close()
          reject(error)
        },
      }
      const opened = open(m, input, act, options?.signal)
    })

  const streamMethod = (m: string) =>
    async function* (input: unknown, options?: CallOptions) {
      const box = inbox<unknown>((n) => {
        if (!closed) wire.send({ k: 'credit', id: opened.id, n })
      })
      const act: Act = { settle: () => box.end(), fail: (error) => box.end(error), inbox: box }
      const opened = open(m, input, act, options?.signal)
      try {
        yield* box.items()
      } finally {
        if (acts.has(opened.id) && !closed) opened.abort()
        opened.close()
      }
    }

  const uploadMethod =
    (m: string) => async (input: unknown, chunks: AsyncIterable<Uint8Array>, options?: CallOptions) => {
      const credit = purse()
      const { promise, resolve, reject } = Promise.withResolvers<unknown>()
      const over = () => credit.close()
      const act: Act = {
        settle: (value) => {
          over()
          resolve(value)
        },
        fail: (error) => {
          over()
          reject(error)
        },
        purse: credit,
      }
      const opened = open(m, input, act, options?.signal)
      const pump = async () => {
        for await (const v of chunks) {
          if (!(await credit.take())) return
          wire.send({ k: 'item', id: opened.id, v })
        }
        if (acts.has(opened.id)) wire.send({ k: 'end', id: opened.id })
      }
      pump().catch((error: unknown) => {
        opened.abort()
        reject(error)
      })
      try {
        return await promise
      } finally {
        opened.close()
      }
    }

  const caller = (name: string, method: Method) => {
    if (method.kind === 'call') return callMethod(name)
    return method.kind === 'stream' ? streamMethod(name) : uploadMethod(name)
  }
  const client: Record<string, Record<string, unknown>> = {}
  for (const [key, { name, methods }] of Object.entries(services))
    client[key] = Object.fromEntries(
      Object.entries(methods).map(([method, kind]) => [method, caller(`${name}.${method}`, kind)]),
    )
  return client as unknown as Client<S>
}

const route = (acts: Map<number, Act>, message: Message) => {
  const act = acts.get(message.id)
  if (!act) return
  switch (message.k) {
    case 'value':
      return act.settle(message.v)
    case 'end':
      return act.settle(undefined)
    case 'fail':
      return act.fail(fromErrorBody(message.e))
    case 'item':
      return act.inbox?.push(message.v)
    case 'credit':
      return act.purse?.add(message.n)
    case 'open':
    case 'cancel':
      return
  }
}
