import { isUtf8 } from 'node:buffer'

/** Bytes that one byte becomes at most: `\\udcff`. */
const growth = 6

/** Turns output into the inside of a JSON string (RFC 8259, 7), with one buffer that is used again. */
export const createEscaper = (): ((bytes: Buffer) => Buffer) => {
  let out = Buffer.allocUnsafe(64 * 1024 * growth)
  return (bytes) => {
    if (out.length < bytes.length * growth) out = Buffer.allocUnsafe(bytes.length * growth)
    return out.subarray(0, isUtf8(bytes) ? escapeText(bytes, out, 0) : escapeBytes(bytes, out))
  }
}

/** Text goes through the engine's own JSON, several times as fast as a loop over bytes; answers where it ends. */
const escapeText = (text: Buffer, out: Buffer, to: number): number => {
  const json = JSON.stringify(text.toString())
  return to + out.write(json.slice(1, -1), to)
}

/** As text where it is, and each byte that is none as U+DC80-DCFF (Python's surrogateescape, PEP 383). */
const escapeBytes = (bytes: Buffer, out: Buffer): number => {
  let to = 0
  let from = 0
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length > 0) at += length
    else {
      if (at > from) to = escapeText(bytes.subarray(from, at), out, to)
      to += out.write(`\\udc${(bytes[at] as number).toString(16)}`, to, 'latin1')
      at += 1
      from = at
    }
  }
  return from < bytes.length ? escapeText(bytes.subarray(from), out, to) : to
}

/** Bytes of the UTF-8 character at `at`; 0 where there is none. */
const sequenceLength = (bytes: Buffer, at: number): number => {
  const length = announced(bytes[at] as number)
  if (length <= 1) return length
  return at + length <= bytes.length && isUtf8(bytes.subarray(at, at + length)) ? length : 0
}

const announced = (byte: number): number => {
  if (byte < 0x80) return 1
  if (byte >= 0xc2 && byte < 0xe0) return 2
  if (byte >= 0xe0 && byte < 0xf0) return 3
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0
}

/** How many bytes at the end begin a character that is not whole yet. */
export const unfinished = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return announced(byte) > back ? back : 0
  }
  return 0
}
