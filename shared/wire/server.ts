import type { CallContext, Handlers, Method, Service } from '../contract/define.ts'
import { BenchError, cancelled, toErrorBody } from '../contract/error.ts'
import { type Inbox, inbox, type Purse, purse } from './credit.ts'
import { chunkBytes, type Message, uploadsAtMost, type Wire } from './message.ts'

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

/** Acts one client may have under way; a client that opens more is refused, so that it cannot exhaust the host. */
export const actsAtMost = 4096

export interface Peer {
  readonly mayNamePaths: boolean
}

interface Running {
  readonly kind: Method['kind']
  readonly controller: AbortController
  readonly purse: Purse
  readonly inbox: Inbox<Uint8Array>
}

type Opening = Extract<Message, { k: 'open' }>

/** Handlers under way, counted until they are done, which may be long after their client cancelled them. */
type Busy = Record<Method['kind'], number>

/**
 * Serves the endpoints over one wire until it closes. Inputs are validated here, once, for every handler, and a
 * client that breaks the protocol is cut off. Returns a disposer that cancels whatever still runs.
 */
export const serve = (wire: Wire, endpoints: Endpoints, peer: Peer): (() => void) => {
  const running = new Map<number, Running>()
  const busy: Busy = { call: 0, stream: 0, upload: 0 }
  let lastId = 0

  const run = async (opening: Opening) => {
    const { id } = opening
    const { endpoint, input } = admit(endpoints, busy, opening)
    const { kind } = endpoint.method
    const act = begin(kind, (n) => wire.send({ k: 'credit', id, n }))
    const isRunning = () => running.get(id) === act
    running.set(id, act)
    busy[kind] += 1
    try {
      const context: CallContext = { signal: act.controller.signal, mayNamePaths: peer.mayNamePaths }
      const parts = kind === 'upload' ? [input, act.inbox.items(), context] : [input, context]
      await answer({ act, id, wire, isRunning }, () => (endpoint.handle as Handle)(...parts))
    } catch (error) {
      if (isRunning()) throw error
    } finally {
      busy[kind] -= 1
      running.delete(id)
    }
  }

  const receive = (message: Message): boolean => {
    if (message.k === 'open') {
      if (message.id <= lastId) return false
      lastId = message.id
      run(message).catch((error: unknown) => refuse(wire, message.id, error))
      return true
    }
    const act = running.get(message.id)
    // Of an act that has ended, a message may still be on its way.
    if (!act) return message.id <= lastId
    if (message.k !== 'cancel') return continues(act, message)
    running.delete(message.id)
    stop(act)
    return true
  }

  const cancelAll = () => {
    for (const act of running.values()) stop(act)
    running.clear()
  }
  const disposers = [
    wire.onMessage((message) => {
      if (!receive(message)) wire.close('The client sent what no act expects.')
    }),
    wire.onClose(cancelAll),
  ]
  return () => {
    for (const dispose of disposers) dispose()
    cancelAll()
  }
}

type Handle = (...parts: unknown[]) => unknown

/** The endpoint and its input, or a refusal. */
const admit = (endpoints: Endpoints, busy: Busy, { m, v }: Opening) => {
  const endpoint = endpoints.get(m)
  if (!endpoint) throw new BenchError('unknown-method', `This host knows no "${m.slice(0, 100)}".`)
  if (busy.call + busy.stream + busy.upload >= actsAtMost || busy.upload >= uploadsAtMost)
    throw new BenchError('bad-input', 'Too many acts are under way on this connection. Wait for some to end.')
  const parsed = endpoint.method.input.safeParse(v)
  if (!parsed.success) throw badInput(m, parsed.error)
  return { endpoint, input: parsed.data }
}

const begin = (kind: Method['kind'], pay: (items: number) => void): Running => ({
  kind,
  controller: new AbortController(),
  purse: purse(),
  inbox: inbox(pay),
})

interface Answering {
  act: Running
  id: number
  wire: Wire
  isRunning(): boolean
}

/** Sends what the handler has to say, as long as somebody wants to hear it. */
const answer = async ({ act, id, wire, isRunning }: Answering, handle: () => unknown): Promise<void> => {
  const send = (message: Message) => {
    if (isRunning()) wire.send(message)
  }
  if (act.kind !== 'stream') return send({ k: 'value', id, v: await handle() })
  await pump(handle() as AsyncIterable<unknown>, act, wire, (v) => send({ k: 'item', id, v }))
  send({ k: 'end', id })
}

const refuse = (wire: Wire, id: number, error: unknown) => {
  const { code, message, details } = toErrorBody(error)
  try {
    wire.send({ k: 'fail', id, e: { code, message, details } })
  } catch {
    // The details are something that this wire cannot carry; the sentence always can.
    wire.send({ k: 'fail', id, e: { code, message } })
  }
}

/** Whether the message is one that this act may get now; hands it over if so. */
const continues = ({ kind, purse, inbox }: Running, message: Message): boolean => {
  if (kind === 'stream') return message.k === 'credit' && purse.add(message.n)
  if (kind === 'call') return false
  if (message.k === 'end') inbox.end()
  if (message.k !== 'item') return message.k === 'end'
  return message.v instanceof Uint8Array && message.v.length <= chunkBytes && inbox.push(message.v)
}

const stop = ({ controller, purse, inbox }: Running) => {
  controller.abort()
  purse.close()
  inbox.drop(cancelled())
}

const pump = async (
  items: AsyncIterable<unknown>,
  { controller, purse }: Running,
  wire: Wire,
  send: (item: unknown) => void,
) => {
  const iterator = items[Symbol.asyncIterator]()
  // A generator that waits is woken by its signal; other iterators end their waiting when they are returned.
  const leave = () => void iterator.return?.().catch(() => undefined)
  controller.signal.addEventListener('abort', leave, { once: true })
  try {
    while (await purse.take()) {
      await wire.room?.()
      const next = await iterator.next()
      if (next.done || controller.signal.aborted) return
      send(next.value)
    }
  } finally {
    controller.signal.removeEventListener('abort', leave)
    await iterator.return?.()
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
