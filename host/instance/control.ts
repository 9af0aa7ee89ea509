import { timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { z } from 'zod'
import { call, service } from '../../shared/contract/define.ts'
import { answerBytesAtMost, requestBytesAtMost, type Wire } from '../../shared/wire/message.ts'
import { type Endpoints, implement, serve } from '../../shared/wire/server.ts'
import { lineWire } from '../rpc/line-wire.ts'

/** What a host tells local command lines beside its services. */
export const instance = service('instance', [] as const, {
  /** A fresh one-time address of the browser shell; null where this host serves none. */
  link: call(z.object({}), z.object({ url: z.string().nullable() })),
})

/** The greeting names the protocol: a host of another kind answers with another. */
const greeting = 'casebench-control-1\n'

/** Milliseconds for the first exchange; both ends are on this machine. */
const helloMs = 5_000

/** Command lines at once. */
const clientsAtMost = 64

export interface ControlOptions {
  path: string
  /** The secret of `host.json`, which only the owner of the data folder can read. */
  key: string
  endpoints: Endpoints
  link(): string | null
}

export interface Control {
  /** Takes no more command lines, and waits for the ones there are to end, or with `now` cuts them off. */
  close(how: 'when-idle' | 'now'): Promise<void>
}

/** Serves local command lines over a socket of the file system, with leave to name paths. */
export const startControl = async ({ path, key, endpoints, link }: ControlOptions): Promise<Control> => {
  const all: Endpoints = new Map([...endpoints, ...implement(instance, { link: () => ({ url: link() }) })])
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    const expected = Buffer.from(`${greeting}${key}\n`)
    hello(socket, expected.length).then(
      (said) => {
        if (!timingSafeEqual(said, expected)) return socket.destroy()
        socket.write(greeting)
        const wire = lineWire(socket, { frameBytes: requestBytesAtMost })
        return serve(wire, all, { mayNamePaths: true })
      },
      () => socket.destroy(),
    )
  })
  server.maxConnections = clientsAtMost
  server.listen(path)
  await once(server, 'listening')
  const isFile = !path.startsWith('\\\\')
  if (isFile) chmodSync(path, 0o600)

  return {
    async close(how) {
      const closed = once(server, 'close')
      server.close()
      if (how === 'now') for (const socket of sockets) socket.destroy()
      await closed
      if (isFile) rmSync(path, { force: true })
    },
  }
}

/** Connects to the host at `path`; null where none answers to this key. */
export const dialControl = async ({ path, key }: { path: string; key: string }): Promise<Wire | null> => {
  const socket = createConnection(path)
  try {
    const connected = once(socket, 'connect', { signal: AbortSignal.timeout(helloMs) })
    await connected
    socket.write(`${greeting}${key}\n`)
    const said = await hello(socket, greeting.length)
    if (said.toString() !== greeting) throw new Error('The socket answered as something else.')
    return lineWire(socket, { frameBytes: answerBytesAtMost })
  } catch {
    // Nobody listens, or not for us: the caller decides what that means.
    socket.destroy()
    return null
  }
}

/** The first `length` bytes of a socket; what came after them is still to be read. */
const hello = (socket: Socket, length: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => finish(new Error('The other side said nothing.')), helloMs)
    const finish = (outcome: Buffer | Error) => {
      clearTimeout(late)
      socket.off('readable', read)
      socket.off('close', gone)
      if (outcome instanceof Error) reject(outcome)
      else resolve(outcome)
    }
    const gone = () => finish(new Error('The other side went away.'))
    const read = () => {
      const bytes = socket.read(length) as Buffer | null
      if (bytes) finish(bytes)
    }
    socket.on('readable', read)
    socket.on('close', gone)
    socket.on('error', gone)
  })
