import { detect } from 'chardet'
import iconv from 'iconv-lite'

/** Bytes that text never has, so that a binary file is not shown as one. */
const looksBinary = (bytes: Buffer, encoding: string) => !encoding.startsWith('UTF-16') && bytes.includes(0)

/** The head of a file as text with the encoding that was found; null where it is not text. */
export const decodeHead = (bytes: Buffer): { text: string; encoding: string } | null => {
  const encoding = byMark(bytes) ?? (isUtf8(bytes) ? 'UTF-8' : (detect(bytes) ?? 'UTF-8'))
  if (looksBinary(bytes, encoding)) return null
  const known = iconv.encodingExists(encoding) ? encoding : 'latin1'
  return { text: iconv.decode(bytes, known), encoding: known }
}

const byMark = (bytes: Buffer) => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'UTF-16LE'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'UTF-16BE'
  return undefined
}

/** Whether the bytes are UTF-8, allowing for a character that the end of the head cuts. */
const isUtf8 = (bytes: Buffer) => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    // The decoder's way of saying no.
    return false
  }
}
