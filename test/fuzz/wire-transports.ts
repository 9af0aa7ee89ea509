import { once } from 'node:events'
import { createConnection, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { WebSocket, WebSocketServer } from 'ws'
import { lineWire } from '../../host/rpc/line-wire.ts'
import { type PortLike, portWire } from '../../host/rpc/port-wire.ts'
import { socketWire } from '../../host/rpc/socket-wire.ts'
import { answerBytesAtMost, type Message, requestBytesAtMost, type Wire } from '../../shared/wire/message.ts'
import { wirePair } from '../../shared/wire/pair.ts'

/** Two ends of one transport: the client's and the host's. */
export interface Link {
  ours: Wire
  theirs: Wire
  dispose(): Promise<void>
}

export type Transport = () => Promise<Link>

const pairLink: Transport = async () => {
  const [ours, theirs] = wirePair()
  return { ours, theirs, dispose: async () => ours.close() }
}

const socketLink: Transport = async () => {
  const server = new WebSocketServer({
    port: 0,
    host: '127.0.0.1',
    perMessageDeflate: false,
    maxPayload: requestBytesAtMost,
  })
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const arrival = once(server, 'connection')
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false })
  // The wire listens before the first frame can arrive.
  const ours = once(socket, 'open').then(() => socketWire(socket))
  const [peer] = (await arrival) as [WebSocket]
  const theirs = socketWire(peer)
  const dispose = async () => {
    socket.terminate()
    peer.terminate()
    server.close()
    await once(server, 'close')
  }
  return { ours: await ours, theirs, dispose }
}

const lineLink: Transport = async () => {
  const path =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\casebench-${crypto.randomUUID()}`
      : join(tmpdir(), `cb-${crypto.randomUUID()}.sock`)
  const server = createServer().listen(path)
  await once(server, 'listening')
  const arrival = once(server, 'connection')
  const socket = createConnection(path)
  const [peer] = await arrival
  const dispose = async () => {
    socket.destroy()
    peer.destroy()
    server.close()
    await once(server, 'close')
  }
  return {
    ours: lineWire(socket, { frameBytes: answerBytesAtMost }),
    theirs: lineWire(peer, { frameBytes: requestBytesAtMost }),
    dispose,
  }
}

/** Node's port in the shape of Electron's, whose listeners get an event and not its data. */
const asElectronPort = (port: MessagePort): PortLike => ({
  postMessage: (message) => port.postMessage(message),
  on: (event: string, listener: (event: { data: unknown }) => void) =>
    port.on(event, (data: unknown) => listener({ data })),
  start: () => port.start(),
  close: () => port.close(),
})

const portLink: Transport = async () => {
  const { port1, port2 } = new MessageChannel()
  const dispose = async () => {
    port1.close()
    port2.close()
  }
  return { ours: portWire(asElectronPort(port1)), theirs: portWire(asElectronPort(port2)), dispose }
}

export const transports: Record<string, Transport> = {
  pair: pairLink,
  socket: socketLink,
  line: lineLink,
  port: portLink,
}

/** The same wire, closed by whoever sends its message number `at`, counted from 0 over both ends. */
export const cutAt = ({ ours, theirs, dispose }: Link, at: number): Link => {
  let sent = 0
  const cut = (wire: Wire): Wire => ({
    ...wire,
    send: (message: Message) => {
      wire.send(message)
      sent += 1
      if (sent > at) wire.close()
    },
  })
  return { ours: cut(ours), theirs: cut(theirs), dispose }
}
