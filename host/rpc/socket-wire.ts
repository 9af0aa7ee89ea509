import type { WebSocket } from 'ws'
import { decode, encode } from '../../shared/wire/codec.ts'
import { wireEnd } from '../../shared/wire/end.ts'
import { crowdedBytes, unsentBytesAtMost, type Wire } from '../../shared/wire/message.ts'
import { outbox } from './outbox.ts'

/** Between two pings: well under the idle limits of SSH tunnels and reverse proxies, which begin at 60 s. */
const heartbeatMs = 15_000

/** Pings without an answer after which the other side is gone. Beats are counted, so a laptop's sleep breaks nothing. */
const missedBeatsAtMost = 2

/** Close codes of RFC 6455, section 7.4.1. */
const closeCodes = { normal: 1000, protocolError: 1002, policy: 1008 } as const

const reasonAtMost = 120

/**
 * A `ws` socket as a wire. The socket should have been made with `perMessageDeflate: false` (evidence is packed
 * already, and a deflate context costs 300 KB per socket) and a `maxPayload`. Credit paces the acts; when the
 * socket's own buffer is crowded as well, `room` makes streams wait, and a peer that never reads is cut off.
 */
export const socketWire = (socket: WebSocket, { beatMs = heartbeatMs } = {}): Wire => {
  const end = wireEnd()
  const out = outbox(() => socket.bufferedAmount, { crowded: crowdedBytes, most: unsentBytesAtMost })
  let missed = 0

  const over = () => {
    clearInterval(heart)
    end.shut()
    out.release()
  }
  const close = (code: number, reason: string) => {
    over()
    socket.close(code, reason.slice(0, reasonAtMost))
  }
  const beat = () => {
    if (missed >= missedBeatsAtMost) return socket.terminate()
    missed += 1
    socket.ping()
  }
  const heart = setInterval(() => socket.readyState === socket.OPEN && beat(), beatMs)
  heart.unref()

  socket.on('pong', () => {
    missed = 0
  })
  socket.on('message', (data, isBinary) => {
    missed = 0
    if (!end.open) return
    try {
      end.deliver(decode(isBinary ? asBytes(data) : data.toString()))
    } catch {
      close(closeCodes.protocolError, 'A frame arrived that is not a message.')
    }
  })
  socket.on('close', over)
  // What broke does not matter here: `close` follows, and every act ends with `disconnected`.
  socket.on('error', () => socket.terminate())

  return {
    send(message) {
      if (!end.open) return
      socket.send(encode(message), out.sent)
      if (!out.overflows()) return
      over()
      socket.terminate()
    },
    room: out.room,
    onMessage: end.onMessage,
    onClose: end.onClose,
    close: (reason) => close(reason ? closeCodes.policy : closeCodes.normal, reason ?? ''),
  }
}

const asBytes = (data: Buffer | ArrayBuffer | Buffer[]): Uint8Array => {
  if (Array.isArray(data)) return Buffer.concat(data)
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data
}
