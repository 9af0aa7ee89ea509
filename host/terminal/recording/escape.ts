import { isUtf8 } from 'node:buffer'

const quote = 0x22
const backslash = 0x5c
const space = 0x20
const hex = Buffer.from('0123456789abcdef')
/** What JSON (RFC 8259, 7) writes with one letter: backspace, tab, newline, form feed, return. */
const letters = new Uint8Array(space)
for (const [code, letter] of [
  [8, 'b'],
  [9, 't'],
  [10, 'n'],
  [12, 'f'],
  [13, 'r'],
] as const)
  letters[code] = letter.charCodeAt(0)

/** Bytes that one byte becomes at most: `\udcff`. */
const growth = 6

/** Turns output into the inside of a JSON string, with one buffer that is used again. */
export const createEscaper = (): ((bytes: Buffer) => Buffer) => {
  let out = Buffer.allocUnsafe(64 * 1024 * growth)
  return (bytes) => {
    if (out.length < bytes.length * growth) out = Buffer.allocUnsafe(bytes.length * growth)
    return out.subarray(0, isUtf8(bytes) ? escapeText(bytes, out) : escapeBytes(bytes, out))
  }
}

const escapeText = (bytes: Buffer, out: Buffer): number => {
  let to = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number
    if (byte >= space && byte !== quote && byte !== backslash) out[to++] = byte
    else to = escapeByte(byte, out, to)
  }
  return to
}

const escapeByte = (byte: number, out: Buffer, to: number): number => {
  out[to] = backslash
  const letter = byte < space ? letters[byte] : byte
  if (letter) {
    out[to + 1] = letter
    return to + 2
  }
  return write(out, to + 1, [0x75, 0x30, 0x30, hex[byte >> 4] as number, hex[byte & 15] as number])
}

const write = (out: Buffer, to: number, bytes: readonly number[]): number => {
  for (const [index, byte] of bytes.entries()) out[to + index] = byte
  return to + bytes.length
}

/** As text where it is, and each byte that is none as U+DC80-DCFF (Python's surrogateescape, PEP 383). */
const escapeBytes = (bytes: Buffer, out: Buffer): number => {
  let to = 0
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at)
    if (length === 0) {
      to += out.write(`\\udc${(bytes[at] as number).toString(16)}`, to, 'latin1')
      at += 1
    } else {
      const part = escapeText(bytes.subarray(at, at + length), out.subarray(to))
      to += part
      at += length
    }
  }
  return to
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
