import type { Duplex } from 'node:stream'
import { decode, encode } from '../../shared/wire/codec.ts'
import { wireEnd } from '../../shared/wire/end.ts'
import { crowdedBytes, unsentBytesAtMost, type Wire } from '../../shared/wire/message.ts'
import { frameReader } from './frame-reader.ts'
import { outbox } from './outbox.ts'

const headerBytes = 5
const kinds = { text: 0, bytes: 1 } as const

/**
 * A stream socket as a wire: frames of `[u32 little-endian length][u8 kind][payload]`, the payload as on a
 * WebSocket. `frameBytes` bounds what one frame from the other side may hold.
 */
export const lineWire = (socket: Duplex, { frameBytes }: { frameBytes: number }): Wire => {
  const end = wireEnd()
  const out = outbox(() => socket.writableLength, { crowded: crowdedBytes, most: unsentBytesAtMost })
  const over = () => {
    end.shut()
    out.release()
  }
  const cut = () => {
    over()
    socket.destroy()
  }

  const read = frameReader({ headerBytes, lengthOf: (header) => bounded(header.readUInt32LE(0), frameBytes) })
  socket.on('data', (chunk: Buffer) => {
    try {
      for (const { header, payload } of read(chunk)) {
        if (!end.open) return
        end.deliver(decode(header[headerBytes - 1] === kinds.text ? payload.toString() : payload))
      }
    } catch {
      // A frame that is none: whoever sent it is not a client of ours.
      cut()
    }
  })
  socket.on('close', over)
  socket.on('end', cut)
  socket.on('error', cut)

  return {
    send(message) {
      if (!end.open) return
      const payload = encode(message)
      const header = Buffer.alloc(headerBytes)
      header.writeUInt32LE(Buffer.byteLength(payload), 0)
      header[headerBytes - 1] = typeof payload === 'string' ? kinds.text : kinds.bytes
      socket.cork()
      socket.write(header)
      socket.write(payload, out.sent)
      socket.uncork()
      if (out.overflows()) cut()
    },
    room: out.room,
    onMessage: end.onMessage,
    onClose: end.onClose,
    close() {
      over()
      socket.end(() => socket.destroy())
    },
  }
}

const bounded = (length: number, most: number) => {
  if (length > most) throw new RangeError(`A frame of ${length} bytes is over the limit of ${most}.`)
  return length
}
