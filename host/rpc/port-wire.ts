import { asMessage } from '../../shared/wire/codec.ts'
import { wireEnd } from '../../shared/wire/end.ts'
import type { Message, Wire } from '../../shared/wire/message.ts'

/** What is used of Electron's `MessagePortMain`. */
export interface PortLike {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/** A message port as a wire; messages are cloned as they stand. A port has no bound of its own: credit is it. */
export const portWire = (port: PortLike): Wire => {
  const end = wireEnd()
  const close = () => {
    if (!end.open) return
    end.shut()
    port.close()
  }
  port.on('message', ({ data }) => {
    if (!end.open) return
    try {
      end.deliver(asMessage(data))
    } catch {
      close()
    }
  })
  port.on('close', end.shut)
  let started = false
  return {
    send(message) {
      if (end.open) port.postMessage(alone(message))
    },
    onMessage(listener) {
      const dispose = end.onMessage(listener)
      // A port keeps its messages until it is started, so none is lost before the first listener.
      if (!started) port.start()
      started = true
      return dispose
    },
    onClose: end.onClose,
    close,
  }
}

/** A clone of a view carries the whole buffer behind it: for a chunk of Node's pool, megabytes of others' bytes. */
const alone = (message: Message): Message => {
  if (!('v' in message) || !(message.v instanceof Uint8Array)) return message
  const { v } = message
  return v.byteLength === v.buffer.byteLength && v.constructor === Uint8Array
    ? message
    : { ...message, v: new Uint8Array(v) }
}
