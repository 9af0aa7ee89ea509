import { asMessage } from '../../shared/wire/codec.ts'
import { wireEnd } from '../../shared/wire/end.ts'
import type { Wire } from '../../shared/wire/message.ts'
import { withOwnBytes } from '../../shared/wire/own-bytes.ts'

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
      if (end.open) port.postMessage(withOwnBytes(message))
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
