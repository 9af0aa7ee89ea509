import { BenchError } from '../contract/error.ts'
import type { Message } from './message.ts'

const headerBytes = 4

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

/** The inverse of `encode`; bytes are a view of the frame. Throws `bad-input` on a frame that is not a message. */
export const decode = (frame: string | Uint8Array): Message => {
  if (typeof frame === 'string') return asMessage(parse(frame))
  if (frame.length < headerBytes) throw malformed()
  const { buffer, byteOffset } = frame
  const length = new DataView(buffer, byteOffset).getUint32(0, true)
  const rest = frame.length - headerBytes - length
  if (rest < 0) throw malformed()
  const head = parse(new TextDecoder().decode(frame.subarray(headerBytes, headerBytes + length)))
  if (typeof head !== 'object' || head === null) throw malformed()
  return asMessage({ ...head, v: new Uint8Array(buffer, byteOffset + headerBytes + length, rest) })
}

/** Anything that arrived as a message, or throws `bad-input`. What it carries is for the act to check. */
export const asMessage = (value: unknown): Message => {
  if (typeof value !== 'object' || value === null) throw malformed()
  const { k, id, m, n, e } = value as Record<string, unknown>
  const sound = typeof k === 'string' && Object.hasOwn(sounds, k) && sounds[k as Message['k']]({ m, n, e })
  if (!sound || !isCount(id)) throw malformed()
  return value as Message
}

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) > 0

const isErrorBody = (value: unknown) => {
  if (typeof value !== 'object' || value === null) return false
  const { code, message } = value as Record<string, unknown>
  return typeof code === 'string' && typeof message === 'string'
}

/** What each kind must carry. */
const sounds: Record<Message['k'], (parts: Record<'m' | 'n' | 'e', unknown>) => boolean> = {
  open: ({ m }) => typeof m === 'string',
  cancel: () => true,
  credit: ({ n }) => isCount(n),
  item: () => true,
  end: () => true,
  value: () => true,
  fail: ({ e }) => isErrorBody(e),
}

const malformed = () => new BenchError('bad-input', 'A frame arrived that is not a message.')

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed()
  }
}
