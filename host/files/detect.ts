import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { fromStart, nameEncoding } from '../imports/text/encoding.ts'

type Name = Parameters<typeof iconv.getDecoder>[0]

/** How much of a file is judged by its characters. */
const sampleBytes = 64 * 1024

/** The encoding of a file's bytes, by mark, by strict UTF-8, by the zeros of UTF-16, by statistics; null for a binary. */
export const nameOf = (bytes: Buffer): string | null => {
  const wide = fromStart(bytes)
  if (wide && wide.skip > 0) return wide.encoding
  if (!bytes.includes(0)) {
    if (isUtf8(bytes)) return 'utf-8'
    return narrow(bytes)
  }
  // A text of East Asia in UTF-16 without a mark has few zeros, yet each of its units is a letter.
  for (const encoding of wide ? [wide.encoding] : ['utf-16le', 'utf-16be'])
    if (readsAs(bytes, encoding)) return encoding
  return null
}

const narrow = (bytes: Buffer): string => {
  const named = nameEncoding(bytes)
  if (named !== 'windows-1252') return named
  // Windows-1252 leaves five bytes open, which ISO-8859-1 keeps.
  return [0x81, 0x8d, 0x8f, 0x90, 0x9d].some((open) => bytes.includes(open)) ? 'iso-8859-1' : named
}

const readable = /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\p{Cf}\p{Co}\t\r\n\f\v\u2028\u2029]*$/u

const readsAs = (bytes: Buffer, encoding: string): boolean => {
  if (bytes.length % 2 === 1) return false
  // An even cut may part a pair of surrogates, which the pattern refuses.
  const text = iconv.decode(bytes.subarray(0, sampleBytes), encoding as Name, { stripBOM: false })
  return readable.test(text.replace(/[\ud800-\udbff]$/, ''))
}

/** Control characters that text has. */
const usual = new Set([8, 9, 10, 11, 12, 13, 27])

/** Whether bytes that could be read as text are none: mostly control characters, or zeros. */
export const isBinary = (bytes: Buffer, encoding: string): boolean => {
  if (encoding.startsWith('utf-16') || encoding.startsWith('utf-32')) return false
  const head = bytes.subarray(0, sampleBytes)
  if (bytes.includes(0)) return true
  if (isAscii(head) && head.length < 32) return false
  let odd = 0
  for (const at of head) if (at < 32 && !usual.has(at)) odd += 1
  return odd * 10 > head.length
}
