import type { Message } from './message.ts'

/**
 * The message as a port may clone it. A clone of a view carries the whole buffer behind it: for a chunk of a larger
 * file, or of Node's pool, megabytes of others' bytes. So such bytes are copied alone.
 */
export const withOwnBytes = (message: Message): Message => {
  if (!('v' in message) || !(message.v instanceof Uint8Array)) return message
  const { v } = message
  const alone = v.byteLength === v.buffer.byteLength && v.constructor === Uint8Array
  return alone ? message : { ...message, v: new Uint8Array(v) }
}
