import { type IncomingMessage, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { requestBytesAtMost } from '../../shared/wire/message.ts'
import { type Endpoints, serve } from '../../shared/wire/server.ts'
import { socketWire } from '../rpc/socket-wire.ts'
import type { Reply } from './respond.ts'

/** Windows of one bench at once; each holds one socket. */
const socketsAtMost = 64

/** Close code of RFC 6455 for an end point that goes away. */
const goingAway = 1001

export interface Sockets {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void
  full(): boolean
  /** Says goodbye to every window; those that do not answer are cut off by `cut`. */
  bye(): void
  cut(): void
}

/** The WebSockets of a shell, each serving the endpoints without leave to name paths of this disk. */
export const openSockets = (endpoints: Endpoints): Sockets => {
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: requestBytesAtMost,
  })
  return {
    accept: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (opened) => {
        serve(socketWire(opened), endpoints, { mayNamePaths: false })
      }),
    full: () => server.clients.size >= socketsAtMost,
    bye() {
      for (const client of server.clients) client.close(goingAway, 'Casebench is closing.')
    },
    cut() {
      for (const client of server.clients) client.terminate()
    },
  }
}

/** Answers an upgrade that is not to be. */
export const refuseUpgrade = (socket: Duplex, { status, body = '' }: Reply): void => {
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Connection: close',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ]
  socket.on('error', () => socket.destroy())
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy())
}
