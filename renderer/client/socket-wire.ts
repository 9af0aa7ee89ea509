import { decode, encode } from '../../shared/wire/codec.ts'
import { wireEnd } from '../../shared/wire/end.ts'
import type { Wire } from '../../shared/wire/message.ts'

/** Of the codes that a page may close with, one of the private ones. */
const protocolBroken = 4_000

const reasonAtMost = 120

/** An open WebSocket as a wire. Credit bounds what waits in its buffer. */
export const socketWire = (socket: WebSocket): Wire => {
  const end = wireEnd()
  socket.binaryType = 'arraybuffer'
  const close = (reason?: string) => {
    end.shut()
    if (reason === undefined) socket.close()
    else socket.close(protocolBroken, reason.slice(0, reasonAtMost))
  }
  socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
    if (!end.open) return
    try {
      end.deliver(decode(typeof data === 'string' ? data : new Uint8Array(data)))
    } catch {
      close('A frame arrived that is not a message.')
    }
  })
  socket.addEventListener('close', () => end.shut())
  return {
    send: (message) => {
      if (end.open) socket.send(encode(message))
    },
    onMessage: end.onMessage,
    onClose: end.onClose,
    close,
  }
}
