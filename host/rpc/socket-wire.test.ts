import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { crowdedBytes, type Wire } from '../../shared/wire/message.ts'
import { socketWire } from './socket-wire.ts'

let server: WebSocketServer
let client: WebSocket
let peer: WebSocket
let wire: Wire
const open = async (options?: { beatMs: number }) => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  await once(server, 'listening')
  const arrival = once(server, 'connection')
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as { port: number }).port}`, { autoPong: false })
  ;[peer] = (await arrival) as [WebSocket]
  wire = socketWire(peer, options)
  await once(client, 'open')
}
const closed = () => new Promise<void>((resolve) => void wire.onClose(resolve))

beforeEach(() => open())
afterEach(async () => {
  client.terminate()
  peer.terminate()
  server.close()
  await once(server, 'close')
})

describe('a wire over a WebSocket', () => {
  it('is closed when nobody answers its heartbeat', async () => {
    client.terminate()
    await open({ beatMs: 10 })
    await closed()
  })

  it('stays open while the heartbeat is answered', async () => {
    client.terminate()
    await open({ beatMs: 100 })
    client.on('ping', (data) => client.pong(data))
    for (let at = 0; at < 5; at += 1) await once(client, 'ping')
    expect(peer.readyState).toBe(WebSocket.OPEN)
  })

  it('has no room while its reader reads nothing, and room again after', async () => {
    const read = once(client, 'message')
    client.pause()
    const bytes = new Uint8Array(crowdedBytes)
    for (let id = 1; !wire.room?.(); id += 1) wire.send({ k: 'item', id, v: bytes })
    const room = wire.room?.()
    client.resume()
    await read
    await room
    expect(wire.room?.()).toBeUndefined()
  })

  it('is cut off when its reader never reads', async () => {
    client.pause()
    const over = closed()
    const bytes = new Uint8Array(16 * 1024 * 1024)
    let sent = 0
    for (let id = 1; peer.readyState === WebSocket.OPEN; id += 1) {
      wire.send({ k: 'item', id, v: bytes })
      sent += 1
      expect(sent).toBeLessThan(20)
    }
    await over
    client.resume()
  })

  it('gives the reason of a close to the other side', async () => {
    const gone = once(client, 'close')
    wire.close('The client sent what no act expects.')
    const [code, reason] = await gone
    expect([code, String(reason)]).toEqual([1008, 'The client sent what no act expects.'])
  })

  it('throws on what cannot travel, and stays open', () => {
    expect(() => wire.send({ k: 'value', id: 1, v: 1n })).toThrow('BigInt')
    expect(peer.readyState).toBe(WebSocket.OPEN)
  })
})
