import process from 'node:process'
import { parentPort } from 'node:worker_threads'
import type { ToProcess } from '../terminal/process/messages.ts'
import { type ParentPort, servePtys } from '../terminal/process/serve.ts'

/** As a process of its own: the host may go away at any time, which `disconnect` tells. */
const throughChannel: ParentPort = {
  send(message) {
    if (process.connected) process.send?.(message, undefined, undefined, () => undefined)
  },
  onMessage: (listener) => void process.on('message', (message) => listener(message as ToProcess)),
  onGone: (listener) => void process.once('disconnect', listener),
}

const throughPort = (port: NonNullable<typeof parentPort>): ParentPort => ({
  send: (message) => port.postMessage(message),
  onMessage: (listener) => void port.on('message', (message) => listener(message as ToProcess)),
  onGone: (listener) => void port.once('close', listener),
})

const [, , dataDir] = process.argv
if (dataDir && (process.send || parentPort)) {
  // Whoever interrupts the host from a terminal means the host, which then ends this process in its own order.
  if (!parentPort) for (const signal of ['SIGINT', 'SIGHUP'] as const) process.on(signal, () => undefined)
  servePtys(parentPort ? throughPort(parentPort) : throughChannel, {
    dataDir,
    exit: (code) => process.exit(code),
  })
}
