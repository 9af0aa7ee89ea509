import { createHash } from 'node:crypto'
import { limits } from '../../../shared/domain/entities.ts'
import type { RecordFile } from '../record.ts'

/** A text of hostile origin as SQLite and every later reader can hold it: no half characters, no zeros. */
export const clean = (text: string): string => {
  const whole = text.isWellFormed() ? text : text.toWellFormed()
  return whole.includes('\0') ? whole.replaceAll('\0', '\ufffd') : whole
}

/** Any scalar as text; '' for what is none. */
export const textOf = (value: unknown): string => {
  if (typeof value === 'string') return clean(value)
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** The first of the values that is a text with something in it, else ''. */
export const firstText = (...values: unknown[]): string => {
  for (const value of values) {
    const text = textOf(value)
    if (text.trim() !== '') return text
  }
  return ''
}

/** At most `length` UTF-16 units, never half a character. */
export const cut = (text: string, length: number): string => {
  if (text.length <= length) return text
  const last = text.charCodeAt(length - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? length - 1 : length)
}

const untidy = /[\p{Cc}\p{Zl}\p{Zp}]|\s{2,}|^\s|\s$/u

/** One line without control characters, tidy at both ends. */
export const oneLine = (text: string): string =>
  untidy.test(text) ? text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim() : text

/** A text that fits a field, ending in '…' where it was cut. */
export const shorten = (text: string, length: number): string =>
  text.length <= length ? text : `${cut(text, length - 1).trimEnd()}…`

/** An identifier that fits its field; a longer one keeps its start and ends in a digest of the whole. */
export const identifier = (value: unknown): string => {
  const text = oneLine(textOf(value))
  return text.length <= limits.name ? text : `${cut(text, 200)}#${digest(text)}`
}

/** A short stable name for content: 128 bits of SHA-256 in hexadecimal. */
export const digest = (...parts: string[]): string =>
  createHash('sha256').update(parts.join('\u001f')).digest('hex').slice(0, 32)

/** A web address that is safe to offer as a link; undefined for anything else. */
export const webAddress = (value: unknown): string | undefined => {
  if (typeof value !== 'string' || value.length > 2000 || !/^https?:\/\/[^\s]+$/i.test(value))
    return undefined
  return clean(value)
}

/** The host of a web address in lower case, '' if it has none. */
export const hostOf = (value: unknown): string => {
  if (typeof value !== 'string') return ''
  return (
    /^https?:\/\/(?:[^/?#@]*@)?([\w.-]{1,253}(?::\d{1,5})?)(?=$|[/?#])/i.exec(value)?.[1]?.toLowerCase() ?? ''
  )
}

/** A text that fits, with the whole in a file where it had to be cut. */
export const fitText = (text: string, name: string): { body: string; file?: RecordFile } => {
  if (text.length <= limits.text) return { body: text }
  const note = `\n\n[Cut here. The whole text of ${text.length} characters is in the file ${name}.]`
  const file: RecordFile = { name, mediaType: 'text/plain; charset=utf-8', content: Buffer.from(text) }
  return { body: cut(text, limits.text - note.length) + note, file }
}
