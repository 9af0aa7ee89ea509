import { once } from 'node:events'
import { createServer } from 'node:http'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { socketWire } from '../../host/rpc/socket-wire.ts'
import { decode, encode } from '../../shared/wire/codec.ts'
import {
  chunkBytes,
  creditLot,
  creditWindow,
  type Message,
  requestBytesAtMost,
  uploadsAtMost,
} from '../../shared/wire/message.ts'
import { actsAtMost, serve } from '../../shared/wire/server.ts'
import { type ProbeHost, probeHost } from './wire-service.ts'

/** A host on a real socket, and a client that sends whatever frame it likes. */
let host: ProbeHost
let server: WebSocketServer
let http: ReturnType<typeof createServer>

beforeEach(async () => {
  host = probeHost()
  http = createServer().listen(0, '127.0.0.1')
  server = new WebSocketServer({ server: http, perMessageDeflate: false, maxPayload: requestBytesAtMost })
  server.on('connection', (socket) => void serve(socketWire(socket), host.endpoints, { mayNamePaths: false }))
  await once(http, 'listening')
})
afterEach(async () => {
  host.release()
  for (const client of server.clients) client.terminate()
  server.close()
  http.close()
  await once(http, 'close')
})

const dial = async () => {
  const { port } = http.address() as { port: number }
  const socket = new WebSocket(`ws://127.0.0.1:${port}`)
  const closed = once(socket, 'close')
  const answers: Message[] = []
  socket.on('message', (data, isBinary) =>
    answers.push(decode(isBinary ? (data as Buffer) : data.toString())),
  )
  socket.on('error', () => undefined)
  await once(socket, 'open')
  return { socket, closed, answers, send: (message: Message) => socket.send(encode(message)) }
}

const open = (id: number, m: string, v: unknown): Message => ({ k: 'open', id, m, v })
const times = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at))
const chunk = (id: number, size = 1): Message => ({ k: 'item', id, v: new Uint8Array(size) })
const idleUpload = (id: number) => open(id, 'probe.digest', { stuck: true })

const violations: Record<string, Message[]> = {
  'an id used twice': [open(1, 'probe.watch', {}), open(1, 'probe.watch', {})],
  'an id that goes backwards': [open(5, 'probe.watch', {}), open(4, 'probe.watch', {})],
  'an item for an act never opened': [chunk(9)],
  'a cancel for an act never opened': [{ k: 'cancel', id: 9 }],
  'credit for an act never opened': [{ k: 'credit', id: 9, n: 1 }],
  'an answer from a client': [open(1, 'probe.watch', {}), { k: 'value', id: 1, v: 1 }],
  'a failure from a client': [
    open(1, 'probe.watch', {}),
    { k: 'fail', id: 1, e: { code: 'x', message: 'y' } },
  ],
  'an item for a stream': [open(1, 'probe.watch', {}), chunk(1)],
  'an item for a call': [open(1, 'probe.hold', {}), chunk(1)],
  'credit for an upload': [idleUpload(1), { k: 'credit', id: 1, n: 1 }],
  'an item that is not bytes': [idleUpload(1), { k: 'item', id: 1, v: 'text' }],
  'an item of too many bytes': [idleUpload(1), chunk(1, chunkBytes + 1)],
  'an item after the end': [idleUpload(1), chunk(1), { k: 'end', id: 1 }, chunk(1)],
  'items without credit': [idleUpload(1), ...times(creditWindow + 2, () => chunk(1))],
  'credit beyond the window': [open(1, 'probe.numbers', { items: 1e6 }), { k: 'credit', id: 1, n: 1e9 }],
}

describe('a client that breaks the protocol', () => {
  it.each(Object.entries(violations))('is cut off: %s', async (_, messages) => {
    const { closed, send } = await dial()
    for (const message of messages) send(message)
    const [code] = await closed
    expect(code).toBe(1008)
    host.release()
    await host.idle()
  })

  it('is cut off for any frame that is no message, and the host serves others on', async () => {
    const frame = fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300 }), fc.json())
    const decodes = (data: string | Uint8Array) => {
      try {
        decode(data)
        return true
      } catch {
        return false
      }
    }
    await fc.assert(
      fc.asyncProperty(
        frame.filter((data) => !decodes(data)),
        async (data) => {
          const { socket, closed } = await dial()
          socket.send(data)
          expect((await closed)[0]).toBe(1002)
        },
      ),
      { seed: 20261121, numRuns: 60 },
    )
    const { socket, answers, send } = await dial()
    send(open(1, 'probe.echo', { text: 'still here' }))
    await once(socket, 'message')
    expect(answers).toEqual([{ k: 'value', id: 1, v: { text: 'still here' } }])
  })

  it('is cut off for a frame over the limit', async () => {
    const { socket, closed } = await dial()
    socket.send(Buffer.alloc(requestBytesAtMost + 1))
    expect((await closed)[0]).toBe(1009)
  })
})

describe('an honest client at the limits', () => {
  it('may send a whole window of items, and more as they are paid back', async () => {
    const { socket, answers, send } = await dial()
    send(open(1, 'probe.digest', {}))
    for (const message of times(creditWindow, () => chunk(1))) send(message)
    await once(socket, 'message')
    expect(answers[0]).toEqual({ k: 'credit', id: 1, n: creditLot })
    for (const message of times(creditLot, () => chunk(1))) send(message)
    send({ k: 'end', id: 1 })
    while (answers.at(-1)?.k !== 'value') await once(socket, 'message')
    expect(answers.at(-1)).toMatchObject({ v: { bytes: creditWindow + creditLot } })
  })

  it('may have messages on their way to an act that has ended', async () => {
    const { socket, answers, send } = await dial()
    send(open(1, 'no.such', {}))
    for (const message of times(creditWindow, () => chunk(1))) send(message)
    send({ k: 'end', id: 1 })
    send({ k: 'cancel', id: 1 })
    send(open(2, 'probe.echo', { text: 'on' }))
    while (answers.length < 2) await once(socket, 'message')
    expect(answers).toMatchObject([
      { k: 'fail', e: { code: 'unknown-method' } },
      { k: 'value', v: { text: 'on' } },
    ])
  })

  it.each([
    ['acts', actsAtMost, (id: number) => open(id, 'probe.watch', {})],
    ['uploads', uploadsAtMost, idleUpload],
  ])('is refused more %s than the limit, and the ones under way go on', async (_, most, make) => {
    const { socket, answers, send } = await dial()
    for (let id = 1; id <= most + 1; id += 1) send(make(id))
    const failed = () => answers.find((message) => message.k === 'fail')
    while (!failed()) await once(socket, 'message')
    expect(failed()).toMatchObject({ id: most + 1, e: { code: 'bad-input' } })
    expect(host.underWay()).toBe(most)
  })

  it('has handlers counted that ignore a cancel, so that they cannot pile up', async () => {
    const { socket, answers, send } = await dial()
    for (let id = 1; id <= actsAtMost; id += 1) {
      send(open(id, 'probe.hold', {}))
      send({ k: 'cancel', id })
    }
    send(open(actsAtMost + 1, 'probe.echo', { text: '' }))
    await once(socket, 'message')
    expect(answers).toMatchObject([{ k: 'fail', id: actsAtMost + 1, e: { code: 'bad-input' } }])
  })
})
