import { asMessage } from '../../shared/wire/codec.ts'
import { wireEnd } from '../../shared/wire/end.ts'
import type { Wire } from '../../shared/wire/message.ts'
import { withOwnBytes } from '../../shared/wire/own-bytes.ts'

/** A port to the host as a wire. */
export const portWire = (port: MessagePort): Wire => {
  const end = wireEnd()
  const close = () => {
    end.shut()
    port.close()
  }
  port.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!end.open) return
    try {
      end.deliver(asMessage(data))
    } catch {
      // Nothing that speaks our protocol sends this.
      close()
    }
  })
  // Chromium says so when the process at the other end is gone.
  port.addEventListener('close', () => end.shut())
  port.start()
  return {
    send: (message) => {
      if (end.open) port.postMessage(withOwnBytes(message))
    },
    onMessage: end.onMessage,
    onClose: end.onClose,
    close,
  }
}
