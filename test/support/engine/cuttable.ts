import { rmSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'

/** A socket between the bench and the engine that can be cut like an engine that dies, and comes back. */
export const cuttable = async () => {
  const path = join(tmpdir(), `casebench-${v7()}.sock`)
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const engine = connect({ path: '/var/run/docker.sock', allowHalfOpen: true })
    for (const socket of [client, engine]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => sockets.delete(socket))
    }
    client.pipe(engine).pipe(client)
  })
  const listen = () => new Promise<void>((resolve) => server.listen(path, resolve))
  await listen()
  return {
    path,
    listen,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
      rmSync(path, { force: true })
    },
  }
}
