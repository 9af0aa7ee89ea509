import type { AddressInfo } from 'node:net'
import { createServer, connect as dial, type Socket } from 'node:net'

export interface CuttingProxy {
  url: string
  /** Bytes that went through, to the service and back. */
  sent(): number
  received(): number
  cuts(): number
  close(): Promise<void>
}

/**
 * Stands between a client and a service and breaks each connection after so many bytes of either direction; `after` is
 * asked anew for each one, and answers null for one that holds.
 */
export const cuttingProxy = async (target: string, after: () => number | null): Promise<CuttingProxy> => {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let sent = 0
  let received = 0
  let cuts = 0
  const server = createServer((client) => {
    const service = dial(Number(port), hostname)
    let left = after()
    const pass = (from: Socket, to: Socket, count: (bytes: number) => void) => {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.once('close', () => {
        sockets.delete(from)
        to.destroy()
      })
      from.on('data', (chunk) => {
        count(chunk.length)
        if (left !== null) left -= chunk.length
        if (left !== null && left <= 0) {
          cuts += 1
          client.destroy()
          service.destroy()
          return
        }
        if (to.write(chunk)) return
        from.pause()
        to.once('drain', () => from.resume())
      })
    }
    pass(client, service, (bytes) => {
      sent += bytes
    })
    pass(service, client, (bytes) => {
      received += bytes
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent: () => sent,
    received: () => received,
    cuts: () => cuts,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}
