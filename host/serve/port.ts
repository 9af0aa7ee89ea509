import { once } from 'node:events'
import type { Server } from 'node:net'
import { BenchError } from '../../shared/contract/error.ts'

/** Where a bench is looked for; the next ones serve for more benches. */
const usualPort = 4545
const portsTried = 20

/** Listens on the port, or on the first that is free from the usual one on. Throws a sentence where it cannot. */
export const listen = async (
  server: Server,
  { host, port }: { host: string; port: number | undefined },
): Promise<void> => {
  const wanted = port === undefined ? Array.from({ length: portsTried }, (_, at) => usualPort + at) : [port]
  // Any that is free, once all of the usual ones are taken.
  if (port === undefined) wanted.push(0)
  for (const [at, one] of wanted.entries()) {
    try {
      const listening = once(server, 'listening')
      server.listen({ host, port: one })
      await listening
      return
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
      if (!taken || at === wanted.length - 1) throw cannotListen(host, one, error)
    }
  }
}

const cannotListen = (host: string, port: number, error: unknown) => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  const why =
    {
      EADDRINUSE: 'another program uses this port. Choose another with --port.',
      EACCES: 'this system keeps it for its administrator. Choose a port above 1023.',
      EADDRNOTAVAIL: 'it is none of this machine. Choose another with --host.',
      ENOTFOUND: 'it is not known here. Choose another with --host.',
    }[code] ?? `the system says ${code}.`
  return new BenchError('invalid', `Casebench cannot listen on ${host} port ${port}: ${why}`)
}
