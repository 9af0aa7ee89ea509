import { BenchError } from '../contract/error.ts'
import type { Message } from './message.ts'

const headerBytes = 4
const kinds = new Set(['open', 'cancel', 'credit', 'item', 'end', 'value', 'fail'])

/**
 * A message as a WebSocket frame: JSON text, or `[u32 little-endian length][JSON][bytes]` when its value is
 * bytes, which then travel unescaped.
 */
export const encode = (message: Message): string | Uint8Array<ArrayBuffer> => {
  if (!('v' in message) || !(message.v instanceof Uint8Array)) return JSON.stringify(message)
  const head = new TextEncoder().encode(JSON.stringify({ ...message, v: undefined }))
  const frame = new Uint8Array(headerBytes + head.length + message.v.length)
  new DataView(frame.buffer).setUint32(0, head.length, true)
  frame.set(head, headerBytes)
  frame.set(message.v, headerBytes + head.length)
  return frame
}

/** The inverse of `encode`. Throws `bad-input` on a frame that is not a message. */
export const decode = (frame: string | Uint8Array): Message => {
  if (typeof frame === 'string') return check(parse(frame))
  if (frame.length < headerBytes) throw malformed()
  const length = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true)
  if (headerBytes + length > frame.length) throw malformed()
  const head = new TextDecoder().decode(frame.subarray(headerBytes, headerBytes + length))
  return check({ ...parse(head), v: frame.slice(headerBytes + length) })
}

const malformed = () => new BenchError('bad-input', 'A frame arrived that is not a message.')

const parse = (text: string): Record<string, unknown> => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw malformed()
  }
  if (typeof value !== 'object' || value === null) throw malformed()
  return value as Record<string, unknown>
}

const check = (value: Record<string, unknown>): Message => {
  const { k, id } = value
  const sound = typeof k === 'string' && kinds.has(k) && Number.isSafeInteger(id)
  if (!sound || (k === 'open' && typeof value.m !== 'string')) throw malformed()
  if (k === 'credit' && !(Number.isSafeInteger(value.n) && Number(value.n) > 0)) throw malformed()
  return value as unknown as Message
}
