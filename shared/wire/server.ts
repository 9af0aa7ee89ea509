import type { CallContext, Handlers, Method, Service } from '../contract/define.ts'
import { BenchError, cancelled, toErrorBody } from '../contract/error.ts'
import { type Inbox, inbox, type Purse, purse } from './credit.ts'
import type { Message, Wire } from './message.ts'

export interface Endpoint {
  readonly method: Method
  readonly handle: (...args: never[]) => unknown
}

/** All endpoints of a host by `service.method`. */
export type Endpoints = ReadonlyMap<string, Endpoint>

/** A service's table of methods as endpoints. */
export const implement = <S extends Service>(service: S, handlers: Handlers<S>): [string, Endpoint][] =>
  Object.entries(service.methods).map(([name, method]) => [
    `${service.name}.${name}`,
    { method, handle: handlers[name as keyof Handlers<S>] as Endpoint['handle'] },
  ])

interface Running {
  controller: AbortController
  purse: Purse
  inbox?: Inbox<Uint8Array>
}

/** Acts one client may have under way; a client that opens more is refused, so that it cannot exhaust the host. */
export const actsAtMost = 4096

export interface Peer {
  readonly mayNamePaths: boolean
}

/**
 * Serves the endpoints over one wire until it closes. Inputs are validated here, once, for every handler.
 * Returns a disposer that cancels whatever still runs.
 */
export const serve = (wire: Wire, endpoints: Endpoints, peer: Peer): (() => void) => {
  const running = new Map<number, Running>()
  const cancelAll = () => {
    for (const act of running.values()) stop(act)
    running.clear()
  }

  const start = (id: number, name: string, value: unknown) => {
    const endpoint = endpoints.get(name)
    if (!endpoint) throw new BenchError('unknown-method', `This host knows no "${name}".`)
    if (running.has(id) || running.size >= actsAtMost)
      throw new BenchError('bad-input', 'Too many acts are under way on this connection.')
    const parsed = endpoint.method.input.safeParse(value)
    if (!parsed.success) throw badInput(name, parsed.error)
    const act: Running = { controller: new AbortController(), purse: purse() }
    if (endpoint.method.kind === 'upload') act.inbox = inbox((n) => wire.send({ k: 'credit', id, n }))
    running.set(id, act)
    return { endpoint, act, input: parsed.data }
  }

  const run = async (id: number, name: string, value: unknown) => {
    let act: Running | undefined
    try {
      const started = start(id, name, value)
      act = started.act
      const { endpoint, input } = started
      const context: CallContext = { signal: act.controller.signal, mayNamePaths: peer.mayNamePaths }
      const handle = endpoint.handle as (...args: unknown[]) => unknown
      if (endpoint.method.kind === 'stream') {
        await pump(id, handle(input, context) as AsyncIterable<unknown>, act, wire)
      } else {
        const v = await (act.inbox ? handle(input, act.inbox.items(), context) : handle(input, context))
        if (running.has(id)) wire.send({ k: 'value', id, v })
      }
    } catch (error) {
      if (!act || running.has(id)) wire.send({ k: 'fail', id, e: toErrorBody(error) })
    } finally {
      if (act && running.get(id) === act) running.delete(id)
    }
  }

  const receive = (message: Message) => {
    if (message.k === 'open') return void run(message.id, message.m, message.v)
    const act = running.get(message.id)
    if (!act) return
    if (message.k === 'credit') act.purse.add(message.n)
    if (message.k === 'item' && message.v instanceof Uint8Array) act.inbox?.push(message.v)
    if (message.k === 'end') act.inbox?.end()
    if (message.k === 'cancel') {
      running.delete(message.id)
      stop(act)
    }
  }

  const disposers = [wire.onMessage(receive), wire.onClose(cancelAll)]
  return () => {
    for (const dispose of disposers) dispose()
    cancelAll()
  }
}

const stop = (act: Running) => {
  act.controller.abort()
  act.purse.close()
  act.inbox?.end(cancelled())
}

const pump = async (id: number, items: AsyncIterable<unknown>, act: Running, wire: Wire) => {
  const iterator = items[Symbol.asyncIterator]()
  const aborted = new Promise<'aborted'>((resolve) =>
    act.controller.signal.addEventListener('abort', () => resolve('aborted'), { once: true }),
  )
  try {
    while (await act.purse.take()) {
      const next = await Promise.race([iterator.next(), aborted])
      if (next === 'aborted') return
      if (next.done) return wire.send({ k: 'end', id })
      wire.send({ k: 'item', id, v: next.value })
    }
  } finally {
    // A generator that waits for its next change cannot be returned until it wakes; its signal wakes it.
    void iterator.return?.()?.catch?.(() => undefined)
  }
}

const badInput = (name: string, error: { issues: { path: PropertyKey[]; message: string }[] }) => {
  const issues = error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
  const first = issues[0]
  const where = first?.path ? ` (${first.path})` : ''
  return new BenchError('bad-input', `${name} was given something it cannot use${where}: ${first?.message}`, {
    issues,
  })
}
