/** Characters made at once: more arguments than this can overflow the stack. */
const AT_ONCE = 8_192

/**
 * The bytes as text, exactly: each byte that is no UTF-8 becomes U+DC80–U+DCFF, as Python's `surrogateescape` has it
 * (PEP 383), so that `bytesOf` gives back the same bytes.
 */
export const textOf = (bytes: Uint8Array): string => {
  const units = new Uint16Array(AT_ONCE)
  let text = ''
  let count = 0
  for (let i = 0; i < bytes.length; ) {
    const length = lengthAt(bytes, i)
    const code = length === 0 ? 0xdc00 + (bytes[i] ?? 0) : codeAt(bytes, i, length)
    if (code < 0x10000) units[count++] = code
    else {
      units[count++] = 0xd7c0 + (code >> 10)
      units[count++] = 0xdc00 + (code & 0x3ff)
    }
    i += length || 1
    if (count >= AT_ONCE - 1) {
      text += String.fromCharCode(...units.subarray(0, count))
      count = 0
    }
  }
  return text + String.fromCharCode(...units.subarray(0, count))
}

/** What `textOf` came from. Other lone surrogates, which no bytes lead to, become U+FFFD. */
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(text.length * 3)
  let at = 0
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0x80) bytes[at++] = unit
    else if (unit < 0xd800 || unit > 0xdfff) at = put(bytes, at, unit)
    else {
      const code = text.codePointAt(i) ?? unit
      if (code > 0xffff) i += 1
      if (code >= 0xdc80 && code <= 0xdcff) bytes[at++] = code - 0xdc00
      else at = put(bytes, at, code > 0xffff ? code : 0xfffd)
    }
  }
  return bytes.subarray(0, at)
}

const put = (bytes: Uint8Array, at: number, code: number): number => {
  if (code < 0x800) {
    bytes[at] = 0xc0 | (code >> 6)
    bytes[at + 1] = 0x80 | (code & 63)
    return at + 2
  }
  const wide = code > 0xffff ? 1 : 0
  if (wide) bytes[at] = 0xf0 | (code >> 18)
  bytes[at + wide] = wide ? 0x80 | ((code >> 12) & 63) : 0xe0 | (code >> 12)
  bytes[at + wide + 1] = 0x80 | ((code >> 6) & 63)
  bytes[at + wide + 2] = 0x80 | (code & 63)
  return at + wide + 3
}

/** How long the UTF-8 character at a place is; 0 where none is (Unicode 16, table 3-7). */
const lengthAt = (bytes: Uint8Array, i: number): number => {
  const lead = bytes[i] ?? 0
  if (lead < 0x80) return 1
  if (lead < 0xc2 || lead > 0xf4) return 0
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  const second = bytes[i + 1] ?? 0
  const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80
  const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf
  if (second < least || second > most) return 0
  for (let k = 2; k < length; k += 1) if (((bytes[i + k] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}

const codeAt = (bytes: Uint8Array, i: number, length: number): number => {
  const lead = bytes[i] ?? 0
  if (length === 1) return lead
  let code = lead & (0xff >> (length + 1))
  for (let k = 1; k < length; k += 1) code = (code << 6) | ((bytes[i + k] ?? 0) & 63)
  return code
}
