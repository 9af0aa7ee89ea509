import { z } from 'zod'
import { id, instant, type TimelineEvent } from '../domain/entities.ts'
import type { Operation } from './operations.ts'
import { Rejected } from './rows.ts'

/** Messages that an operation names as seen; what is older than all of them counts as seen. */
const namedAtMost = 50

/**
 * What of a case's conversation with its customer a person had before them who wrote a reply: `base.thread` of its
 * operation. `from` is the time of the oldest message that is named where not all are, else 0.
 */
export const seenThread = z.object({ ids: z.array(id).max(namedAtMost), from: instant })
export type SeenThread = z.output<typeof seenThread>

/** A message of the conversation. */
export interface ThreadMessage {
  id: string
  authorId: string | null
  at: number
}

/** Whether an event is something that is said to the customer or by them, and no correction of it. */
export const isReply = ({ lane, kind, corrects }: Pick<TimelineEvent, 'lane' | 'kind' | 'corrects'>) =>
  lane === 'customer' && kind !== 'change' && corrects === null

/** What is seen of a conversation by who reads all of it; `messages` in any order. */
export const threadSeen = (messages: readonly Pick<ThreadMessage, 'id' | 'at'>[]): SeenThread => {
  const newest = messages.toSorted((one, other) => other.at - one.at || (other.id < one.id ? -1 : 1))
  const named = newest.slice(0, namedAtMost)
  const whole = named.length === newest.length
  return { ids: named.map((message) => message.id), from: whole ? 0 : (named.at(-1)?.at ?? 0) }
}

/** What a reply's writer had seen; undefined for all other operations, and for those of older benches. */
export const seenBy = ({ type, base, payload }: Pick<Operation, 'type' | 'base' | 'payload'>) =>
  type === 'event.add' && isReply((payload as { event: TimelineEvent }).event)
    ? seenThread.safeParse(base.thread).data
    : undefined

/** Messages of others that a writer had not seen, oldest first. */
export const unseenOf = <Message extends ThreadMessage>(
  messages: readonly Message[],
  { seen: { ids, from }, writer }: { seen: SeenThread; writer: string | null },
): Message[] => {
  const known = new Set(ids)
  return messages
    .filter(({ id, authorId, at }) => authorId !== writer && at > from && !known.has(id))
    .toSorted((one, other) => one.at - other.at)
}

const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' })

/**
 * Throws `Rejected` for a reply to the customer whose conversation went on without its writer. `nameOf` is null for who
 * may not be named.
 */
export const requireSeenThread = (
  operation: Operation,
  thread: readonly ThreadMessage[],
  { writer, nameOf }: { writer: string; nameOf: (person: string) => string | null },
): void => {
  const seen = seenBy(operation)
  const unseen = seen ? unseenOf(thread, { seen, writer }) : []
  const last = unseen.at(-1)
  if (!last) return
  const who = (last.authorId && nameOf(last.authorId)) || 'Somebody'
  const more = unseen.length > 1 ? `, the last of ${unseen.length} new messages` : ''
  throw new Rejected(
    'thread-moved',
    `${who} wrote on ${day.format(last.at)}${more}, before this reply was sent. Read it, then send, edit or discard yours.`,
  )
}
