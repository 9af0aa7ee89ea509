import process from 'node:process'
import type { ToProcess } from '../terminal/process/messages.ts'
import { servePtys } from '../terminal/process/serve.ts'

const [, , dataDir] = process.argv
if (dataDir && process.send) {
  // Whoever interrupts the host from a terminal means the host, which then ends this process in its own order.
  for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  servePtys(
    {
      send(message) {
        // The host may go away at any time; that is told by `disconnect`.
        if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
      },
      onMessage: (listener) => void process.on('message', (message) => listener(message as ToProcess)),
      onGone: (listener) => void process.once('disconnect', listener),
    },
    { dataDir, exit: (code) => process.exit(code) },
  )
}
