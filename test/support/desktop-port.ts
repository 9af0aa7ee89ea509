import type { MessagePort } from 'node:worker_threads'
import type { PortLike } from '../../host/rpc/port-wire.ts'

/** Electron wraps what a port receives in an event; Node does not. */
export const asElectron = (port: MessagePort): PortLike => ({
  postMessage: (message) => port.postMessage(message),
  on: (event: 'message' | 'close', listener: (event: { data: unknown }) => void) =>
    event === 'message'
      ? port.on('message', (data) => listener({ data }))
      : port.on('close', () => listener({ data: undefined })),
  start: () => port.start(),
  close: () => port.close(),
})
