import { type MailHeaders, readHeaders } from '../mail/headers.ts'
import { type Mail, MboxSplitter, maxMailBytes } from '../mail/mbox.ts'
import { readMail } from '../mail/message.ts'
import { type Thread, Threads } from '../mail/threads.ts'
import type { Draft, DraftEvent } from '../mapping/draft.ts'
import { Original } from '../mapping/original.ts'
import { digest, oneLine, shorten, textOf } from '../mapping/text.ts'
import type { ImportSource, Parsed } from '../record.ts'
import { utf8 } from '../text/encoding.ts'
import { parsed, type Reader } from './reader.ts'

/**
 * Mail: one conversation is one record, each message an event of it that the customer reads. A file is read
 * twice: for the headers, which tell the conversations, then for the messages.
 */

/** Messages of unfinished conversations held at a time. Beyond it a conversation is given out in parts. */
const heldAtOnce = 96 * 1024 * 1024

const notMail = 'This is not an e-mail message: it has no headers.'

/** All messages of an mbox file, or the one of an `.eml` file, whatever the name says. */
const mails = async function* (source: ImportSource): AsyncGenerator<Mail[]> {
  let splitter: MboxSplitter | undefined
  let head: Uint8Array = new Uint8Array()
  const parts: Uint8Array[] = []
  let size = 0
  for await (const chunk of source.bytes()) {
    if (splitter) {
      yield splitter.push(chunk)
      continue
    }
    head = head.length < 8 ? Buffer.concat([head, chunk.subarray(0, 8)]) : head
    parts.push(chunk)
    size += chunk.length
    if (head.length >= 8 && startsMbox(head)) {
      splitter = new MboxSplitter()
      for (const part of parts.splice(0)) yield splitter.push(part)
    } else if (size > maxMailBytes) {
      const reason = `This message is longer than ${maxMailBytes / (1024 * 1024)} MB.`
      yield [{ type: 'skip', line: 1, reason }]
      return
    }
  }
  if (splitter) yield splitter.end()
  else yield [{ type: 'mail', bytes: await withoutMark(Buffer.concat(parts)), line: 1 }]
}

/** Some programs save a message as UTF-16, or with a byte order mark before its first header. */
const withoutMark = async (bytes: Buffer): Promise<Buffer> => {
  const first = bytes.length < 2 ? 0 : bytes.readUInt16BE(0)
  if (first !== 0xefbb && first !== 0xfffe && first !== 0xfeff) return bytes
  const parts: Uint8Array[] = []
  for await (const part of utf8(oneChunk(bytes))) parts.push(part)
  return Buffer.concat(parts)
}

const oneChunk = async function* (bytes: Uint8Array) {
  yield bytes
}

const startsMbox = (head: Uint8Array): boolean => Buffer.from(head).toString('latin1', 0, 5) === 'From '

/** A conversation while its messages arrive. */
interface Open {
  thread: Thread
  line: number
  left: number
  weight: number
  events: DraftEvent[]
  description: string
  seen: Set<string>
  to: Set<string>
  dates: number[]
}

const draftOf = (open: Open): Draft => {
  const { thread, events, description, dates } = open
  const original = new Original()
  original.keep('to', [...open.to].slice(0, 100))
  const subject = thread.subject || shorten(oneLine(description.slice(0, 400)), 200)
  return {
    system: 'mail',
    externalId: thread.id,
    title: subject || '(no subject)',
    description,
    createdAt: dates.length > 0 ? Math.min(...dates) : undefined,
    updatedAt: dates.length > 0 ? Math.max(...dates) : undefined,
    reporter: thread.reporter,
    events: events.toSorted((a, b) => Number(a.at ?? 0) - Number(b.at ?? 0)),
    original,
  }
}

/** The conversations whose messages are still arriving. */
class OpenThreads {
  private readonly open = new Map<Thread, Open>()
  private readonly budget: number
  private weight = 0

  constructor(budget: number) {
    this.budget = budget
  }

  /** Takes a message and gives out what is complete with it, or too large to be held any longer. */
  async take(
    mail: Extract<Mail, { type: 'mail' }>,
    headers: MailHeaders,
    place: { thread: Thread; index: number },
  ) {
    const { thread, index } = place
    const open = this.opened(thread, mail.line)
    const { event, weight } = await readMail(mail.bytes, headers)
    const body = textOf(event.body)
    const key = digest(textOf(event.externalId), body)
    // A mailbox often holds the same message twice, as sent and as received.
    if (!open.seen.has(key)) {
      open.seen.add(key)
      open.events.push(event)
      open.weight += weight
      this.weight += weight
    }
    if (index === thread.first) open.description = body
    if (headers.at !== undefined)
      open.dates = [Math.min(...open.dates, headers.at), Math.max(...open.dates, headers.at)]
    for (const name of [headers.to, headers.cc]) if (name !== '' && open.to.size < 100) open.to.add(name)
    open.left--
    const out = open.left === 0 ? [this.close(open)] : []
    while (this.weight > this.budget) out.push(this.part())
    return out
  }

  private opened(thread: Thread, line: number): Open {
    const known = this.open.get(thread)
    if (known) return known
    const open: Open = {
      ...{ thread, line, left: thread.count, weight: 0, events: [], description: '' },
      ...{ seen: new Set<string>(), to: new Set<string>(), dates: [] },
    }
    this.open.set(thread, open)
    return open
  }

  private close(open: Open): Parsed {
    this.open.delete(open.thread)
    this.weight -= open.weight
    return parsed(draftOf(open), open.line)
  }

  /** Gives out what has arrived of the heaviest conversation; its record comes again with the rest. */
  private part(): Parsed {
    const heaviest = [...this.open.values()].reduce((a, b) => (b.weight > a.weight ? b : a))
    const given = parsed(draftOf(heaviest), heaviest.line)
    this.weight -= heaviest.weight
    heaviest.weight = 0
    heaviest.events = []
    return given
  }
}

/** The conversation of each message, and the reasons why some bytes are none. */
const survey = async (source: ImportSource): Promise<{ threads: Thread[]; skips: Parsed[] }> => {
  const threads = new Threads()
  const skips: Parsed[] = []
  for await (const batch of mails(source)) {
    for (const mail of batch) {
      const headers = mail.type === 'mail' ? readHeaders(mail.bytes) : undefined
      if (headers) threads.add(headers)
      else skips.push({ type: 'skip', line: mail.line, reason: mail.type === 'skip' ? mail.reason : notMail })
    }
  }
  return { threads: threads.finish(), skips }
}

/** Reads mail while holding about so many bytes of unfinished conversations. */
export const mailWithin = async function* (source: ImportSource, budget: number): AsyncGenerator<Parsed[]> {
  const { threads, skips } = await survey(source)
  yield skips
  const open = new OpenThreads(budget)
  let index = 0
  for await (const batch of mails(source)) {
    for (const one of batch) {
      const headers = one.type === 'mail' ? readHeaders(one.bytes) : undefined
      const thread = threads[index]
      if (one.type !== 'mail' || !headers || !thread) continue
      yield await open.take(one, headers, { thread, index })
      index++
    }
  }
}

export const mail: Reader = (source) => mailWithin(source, heldAtOnce)
