import { isUtf8 } from 'node:buffer'

/** Bytes that one byte becomes at most: `\\udcff`. */
const growth = 6

/** How many bytes `escapeInto` may touch for so many bytes of output: it writes whole words, also behind what it answers. */
export const roomFor = (bytes: number): number => bytes * growth + 8

/** Writes output as the inside of a JSON string (RFC 8259, 7) to `out` at `to`; answers where it ends. */
export const escapeInto = (bytes: Buffer, out: Buffer, to: number): number =>
  isUtf8(bytes) ? escapeText(bytes, out, to) : escapeBytes(bytes, out, to)

/** What each byte becomes, as two words and how many of their bytes count. */
const firstWord = new Int32Array(256)
const secondWord = new Int32Array(256)
const lengths = new Uint8Array(256)
for (let byte = 0; byte < 256; byte += 1) {
  const words = Buffer.alloc(8)
  lengths[byte] = words.write(JSON.stringify(String.fromCharCode(byte)).slice(1, -1), 'latin1')
  firstWord[byte] = words.readInt32LE(0)
  secondWord[byte] = words.readInt32LE(4)
}

/**
 * Copies text two words at a time up to the next byte that JSON escapes: three times as fast as JSON of a string, in
 * place and with nothing left to collect.
 */
const escapeText = (text: Buffer, out: Buffer, start: number): number => {
  const from = new DataView(text.buffer, text.byteOffset, text.byteLength)
  const into = new DataView(out.buffer, out.byteOffset, out.byteLength)
  let to = start
  let at = 0
  for (const last = text.length - 8; at <= last; ) {
    const one = from.getInt32(at, true)
    const two = from.getInt32(at + 4, true)
    into.setInt32(to, one, true)
    into.setInt32(to + 4, two, true)
    const inOne = toEscape(one)
    const inTwo = toEscape(two)
    if ((inOne | inTwo) === 0) {
      at += 8
      to += 8
      continue
    }
    const clean = inOne !== 0 ? lowest(inOne) : 4 + lowest(inTwo)
    to = escapeByte(from.getUint8(at + clean), into, to + clean)
    at += clean + 1
  }
  for (; at < text.length; at += 1) to = escapeByte(from.getUint8(at), into, to)
  return to
}

const escapeByte = (byte: number, into: DataView, to: number): number => {
  into.setInt32(to, firstWord[byte] as number, true)
  into.setInt32(to + 4, secondWord[byte] as number, true)
  return to + (lengths[byte] as number)
}

/**
 * Sets the highest bit of the lowest byte that is a control, a quote or a backslash, maybe of higher ones too, and no bit
 * where there is none: "hasless" and "haszero" of graphics.stanford.edu/~seander/bithacks.html.
 */
const toEscape = (word: number): number =>
  ((word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101)) &
  ~word &
  0x80808080

/** Which of a word's bytes the lowest bit is in. */
const lowest = (bits: number): number => (31 - Math.clz32(bits & -bits)) >> 3

/** As text where it is, and each byte that is none as U+DC80-DCFF (Python's surrogateescape, PEP 383). */
const escapeBytes = (bytes: Buffer, out: Buffer, start: number): number => {
  let to = start
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
