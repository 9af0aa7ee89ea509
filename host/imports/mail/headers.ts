import iconv from 'iconv-lite'
import { addressParser, decodeWords } from 'postal-mime'
import { instantOf } from '../mapping/dates.ts'
import { emailOf, personOf } from '../mapping/person.ts'
import { oneLine } from '../mapping/text.ts'
import type { RecordPerson } from '../record.ts'
import { nameEncoding } from '../text/encoding.ts'

/** What of a message's headers says which conversation it belongs to. */
export interface MailHeaders {
  /** Without angle brackets; '' if the message has none. */
  id: string
  /** The messages that this one answers, the oldest first. */
  references: string[]
  subject: string
  from: RecordPerson | null
  /** Addresses of all who are named, in lower case. */
  people: string[]
  to: string
  cc: string
  at: number | undefined
  date: string
  /** The charset of a message that is nothing but plain text as it stands; undefined for any other. */
  plain: string | undefined
}

/** Headers beyond this size are not read: they are not those of a message. */
const maxHeaderBytes = 1024 * 1024
const maxReferences = 200
const maxPeople = 100

/** Where the headers of a message end: at its first empty line. */
export const headerEnd = (bytes: Uint8Array): number => {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, maxHeaderBytes))
  const ends = ['\n\n', '\n\r\n'].map((mark) => head.indexOf(mark)).filter((at) => at >= 0)
  return ends.length > 0 ? Math.min(...ends) + 1 : head.length
}

/** Text of whatever encoding: headers in plain eight bits say nothing about theirs. */
export const decodeLoosely = (bytes: Uint8Array): string => {
  const sample = Buffer.from(bytes)
  const encoding = nameEncoding(sample.subarray(0, 65_536))
  return encoding === 'utf-8' ? sample.toString('utf8') : iconv.decode(sample, encoding as 'win1252')
}

/** The headers by their names in lower case, unfolded; of repeated ones the first. */
export const headerMap = (text: string): Map<string, string> => {
  const headers = new Map<string, string>()
  let name = ''
  for (const line of text.split(/\r?\n/)) {
    const start = /^([!-9;-~]{1,100})[ \t]*:(.*)$/.exec(line)
    if (/^[ \t]/.test(line) && name !== '') headers.set(name, `${headers.get(name) ?? ''} ${line.trim()}`)
    else if (start) {
      const known = (start[1] ?? '').toLowerCase()
      name = headers.has(known) ? '' : known
      if (name !== '') headers.set(name, (start[2] ?? '').trim())
    } else name = ''
  }
  return headers
}

const idsIn = (text: string): string[] => [...text.matchAll(/<([^<>\s]{1,500})>/g)].map(([, id = '']) => id)

const decoded = (text: string): string => {
  try {
    return oneLine(decodeWords(text))
  } catch {
    // Encoded words that cannot be decoded are shown as they are.
    return oneLine(text)
  }
}

const addresses = (text: string): { name: string; address: string }[] => {
  try {
    return addressParser(text.slice(0, 20_000), { flatten: true }).flatMap((one) =>
      one.address === undefined ? [] : [{ name: decoded(one.name), address: one.address }],
    )
  } catch {
    // A list that the parser refuses names nobody.
    return []
  }
}

/** `Mon, 05 Jun 2023 14:33:12 +0200 (CEST)`; zones by name are rare enough to be left to the engine. */
const mailDate = (date: string): number | undefined => {
  const known = instantOf(date)
  if (known !== undefined && !/\b[A-Z]{3,4}\b/.test(date.slice(-6))) return known
  const at = Date.parse(date)
  return Number.isNaN(at) || !/\d{4}/.test(date) ? known : instantOf(at)
}

const plainCharset = (get: (name: string) => string): string | undefined => {
  const type = get('content-type')
  const simple =
    /^(?:text\/plain\b|text$|$)/i.test(type) &&
    !/format\s*=|name\s*=/i.test(type) &&
    /^(?:7bit|8bit|binary|)$/i.test(get('content-transfer-encoding')) &&
    !/^attachment/i.test(get('content-disposition'))
  return simple ? (/charset\s*=\s*"?([\w.:-]{1,40})/i.exec(type)?.[1] ?? '') : undefined
}

/** Reads the headers of a message; undefined where the bytes have none that a message would have. */
export const readHeaders = (bytes: Uint8Array): MailHeaders | undefined => {
  const headers = headerMap(decodeLoosely(bytes.subarray(0, headerEnd(bytes))))
  const get = (name: string): string => headers.get(name) ?? ''
  const known = ['from', 'subject', 'date', 'message-id', 'to', 'received', 'sender'].filter((name) =>
    headers.has(name),
  )
  if (known.length === 0) return undefined
  const [sender] = addresses(get('from') || get('sender'))
  const to = addresses(get('to'))
  const cc = addresses(get('cc'))
  const people = [sender, ...to, ...cc].map((one) => emailOf(one?.address)).filter((one) => one !== '')
  // Some programs write a sentence into In-Reply-To; only what is in brackets is an identifier.
  const references = [
    ...idsIn(get('references')).slice(0, maxReferences),
    ...idsIn(get('in-reply-to')).slice(0, 1),
  ]
  const list = (all: typeof to) =>
    all
      .slice(0, maxPeople)
      .map(({ name, address }) => (name ? `${name} <${address}>` : address))
      .join(', ')
  return {
    id: idsIn(get('message-id'))[0] ?? '',
    references: [...new Set(references)],
    subject: decoded(get('subject')),
    from: personOf({ name: sender?.name || get('from').slice(0, 300), email: sender?.address }),
    people: [...new Set(people)].slice(0, maxPeople),
    to: list(to),
    cc: list(cc),
    at: mailDate(get('date')),
    date: get('date'),
    plain: plainCharset(get),
  }
}

const reply = /^(?:(?:re|aw|sv|vs|antw|odp|res|回复|答复)(?:\[\d+\])?|fwd?|wg|tr|转发)\s*[:：]\s*/i

/** A subject without the marks of answers and forwards. */
export const bareSubject = (subject: string): string => {
  let bare = subject
  for (let i = 0; i < 50 && reply.test(bare); i++) bare = bare.replace(reply, '')
  return bare.trim()
}

export const isReply = (subject: string): boolean => reply.test(subject)
