import { digest } from '../mapping/text.ts'
import type { RecordPerson } from '../record.ts'
import { bareSubject, isReply, type MailHeaders } from './headers.ts'

/** One conversation, as far as the headers tell. */
export interface Thread {
  /** The identifier of its first message, whether that is in the file or not. */
  id: string
  subject: string
  reporter: RecordPerson | null
  /** How many messages of the file belong to it. */
  count: number
  /** The index of its earliest message in the file. */
  first: number
}

interface Short {
  node: number
  subject: string
  from: string
  people: string[]
}

/** A name for a message that has none of its own. */
const fallbackId = ({ from, date, subject }: MailHeaders): string =>
  `mail-${digest(from?.email ?? from?.name ?? '', date, subject)}`

/** Answers without references are compared with this many messages of their subject at most. */
const maxCompared = 200

/**
 * Finds the conversations of many messages from their headers alone: by References and In-Reply-To, and for
 * answers that lack both by subject and people.
 */
export class Threads {
  private readonly parents: number[] = []
  private readonly nodes = new Map<string, number>()
  private readonly messages: number[] = []
  private readonly firsts = new Map<number, { index: number; headers: MailHeaders }>()
  private readonly subjects = new Map<string, Short[]>()
  private readonly lost: Short[] = []

  /** Takes the headers of the next message; messages are counted in the order of the file. */
  add(headers: MailHeaders): void {
    const index = this.messages.length
    const node = this.node(headers.id || fallbackId(headers))
    this.messages.push(node)
    for (const reference of headers.references) this.unite(node, this.node(reference))
    this.remember(index, node, headers)
    const subject = bareSubject(headers.subject).toLowerCase()
    if (subject === '') return
    const short = { node, subject, from: headers.people[0] ?? '', people: headers.people }
    if (headers.references.length === 0 && isReply(headers.subject)) this.lost.push(short)
    else {
      const same = this.subjects.get(subject)
      if (!same) this.subjects.set(subject, [short])
      else if (same.length < maxCompared) same.push(short)
    }
  }

  /** The conversation of each message, by its index in the file. */
  finish(): Thread[] {
    for (const short of this.lost) this.place(short)
    const threads = new Map<number, Thread>()
    const firsts = new Map<number, { index: number; headers: MailHeaders }>()
    for (const [node, first] of this.firsts) {
      const root = this.root(node)
      const known = firsts.get(root)
      if (!known || isBefore(first, known)) firsts.set(root, first)
    }
    for (const [root, { index, headers }] of firsts) {
      const id = headers.references[0] ?? (headers.id || fallbackId(headers))
      const subject = bareSubject(headers.subject)
      threads.set(root, { id, subject, reporter: headers.from, count: 0, first: index })
    }
    return this.messages.map((node) => {
      const thread = threads.get(this.root(node))
      if (!thread) throw new Error('A message has no conversation.')
      thread.count++
      return thread
    })
  }

  private node(id: string): number {
    const known = this.nodes.get(id)
    if (known !== undefined) return known
    const node = this.parents.length
    this.parents.push(node)
    this.nodes.set(id, node)
    return node
  }

  private root(node: number): number {
    let at = node
    while (this.parents[at] !== at) {
      const up = this.parents[at] ?? at
      this.parents[at] = this.parents[up] ?? up
      at = up
    }
    return at
  }

  private unite(one: number, other: number): void {
    this.parents[this.root(one)] = this.root(other)
  }

  private remember(index: number, node: number, headers: MailHeaders): void {
    const first = { index, headers }
    const known = this.firsts.get(node)
    if (!known || isBefore(first, known)) this.firsts.set(node, first)
  }

  /** Puts an answer without references to a message of its subject between the same two people. */
  private place(short: Short): void {
    const found = this.subjects
      .get(short.subject)
      ?.find(({ from, people }) => short.people.includes(from) && people.includes(short.from))
    if (found) this.unite(short.node, found.node)
  }
}

type First = { index: number; headers: MailHeaders }

const isBefore = (one: First, other: First): boolean => {
  const a = one.headers.at ?? Number.POSITIVE_INFINITY
  const b = other.headers.at ?? Number.POSITIVE_INFINITY
  return a === b ? one.index < other.index : a < b
}
