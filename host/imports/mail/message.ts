import { isAscii, isUtf8 } from 'node:buffer'
import PostalMime, { type Attachment, type Email } from 'postal-mime'
import type { DraftEvent } from '../mapping/draft.ts'
import { htmlToPlain, longestHtml } from '../mapping/html.ts'
import { digest, oneLine, shorten } from '../mapping/text.ts'
import type { RecordFile } from '../record.ts'
import { decodeLoosely, headerEnd, type MailHeaders } from './headers.ts'

/** A message as an event of its conversation, and about how much memory it takes. */
export interface MailEvent {
  event: DraftEvent
  weight: number
}

/**
 * Brings bytes into a form that the parser reads as they were meant: eight-bit headers become UTF-8, and the
 * whole message where no part of it names a charset.
 */
const normalise = (bytes: Uint8Array): Uint8Array => {
  if (isAscii(bytes) || isUtf8(bytes)) return bytes
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const end = headerEnd(bytes)
  const body = whole.subarray(end)
  const silent = !/charset\s*=|content-transfer-encoding:\s*(?:binary|8bit)/i.test(
    whole.toString('latin1', 0, 1 << 20),
  )
  if (silent) return Buffer.from(decodeLoosely(whole))
  const head = whole.subarray(0, end)
  return isUtf8(head) ? bytes : Buffer.concat([Buffer.from(decodeLoosely(head)), body])
}

const parseMail = async (bytes: Uint8Array): Promise<Email | undefined> => {
  try {
    return await PostalMime.parse(normalise(bytes))
  } catch {
    // A message that is broken or hostile beyond the parser's limits keeps its text as it stands.
    return undefined
  }
}

const extensions: ReadonlyMap<string, string> = new Map([
  ['text/plain', 'txt'],
  ['text/html', 'html'],
  ['image/png', 'png'],
  ['image/jpeg', 'jpg'],
  ['application/pdf', 'pdf'],
  ['message/rfc822', 'eml'],
  ['text/calendar', 'ics'],
])

const fileFrom = ({ filename, mimeType, content }: Attachment, index: number): RecordFile => {
  const name = oneLine(filename ?? '').replace(/^.*[/\\]/, '')
  const type = /^[\w.+-]+\/[\w.+-]+$/.test(mimeType) ? mimeType.slice(0, 200) : 'application/octet-stream'
  const bytes = typeof content === 'string' ? Buffer.from(content) : new Uint8Array(content)
  return {
    name: shorten(name, 200) || `attachment-${index + 1}.${extensions.get(type) ?? 'bin'}`,
    mediaType: type,
    content: bytes,
  }
}

const decodeAs = (bytes: Uint8Array, charset: string): string => {
  try {
    return new TextDecoder(charset || 'none').decode(bytes)
  } catch {
    // No charset, or none that is known: the bytes have to tell.
    return decodeLoosely(bytes)
  }
}

/** The most usual message needs no parser, which takes ten microseconds for each line of it. */
const plainBody = (bytes: Uint8Array, charset: string): string => {
  const body = bytes.subarray(headerEnd(bytes))
  const unicode = isUtf8(body) && !isAscii(body)
  return (unicode ? Buffer.from(body).toString('utf8') : decodeAs(body, charset)).trim()
}

const bodyOf = (email: Email | undefined, bytes: Uint8Array): string => {
  if (!email) return decodeLoosely(bytes.subarray(headerEnd(bytes), 1_000_000)).trim()
  const text = email.text?.trim() ?? ''
  return text !== '' ? text : htmlToPlain(email.html ?? '')
}

/** HTML of which only the start became text is kept as a file as well. */
const wholeHtml = (email: Email | undefined): RecordFile[] => {
  const html = email?.html ?? ''
  if (html.length <= longestHtml || email?.text?.trim()) return []
  return [{ name: 'message.html', mediaType: 'text/html; charset=utf-8', content: Buffer.from(html) }]
}

/** Reads one message; however broken it is, its headers and its text arrive. */
export const readMail = async (bytes: Uint8Array, headers: MailHeaders): Promise<MailEvent> => {
  const email = headers.plain === undefined ? await parseMail(bytes) : undefined
  const body = headers.plain === undefined ? bodyOf(email, bytes) : plainBody(bytes, headers.plain)
  const files = [...(email?.attachments ?? []).map(fileFrom), ...wholeHtml(email)]
  const event: DraftEvent = {
    externalId:
      headers.id || `mail-${digest(headers.from?.email ?? '', headers.date, headers.subject, body)}`,
    kind: 'message',
    lane: 'customer',
    author: headers.from,
    at: headers.at,
    body,
    files,
  }
  const weight = files.reduce(
    (sum, { content }) => sum + ('path' in content ? 0 : content.length),
    body.length * 2 + 500,
  )
  return { event, weight }
}
