import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import type { TimelineEvent } from '../domain/entities.ts'
import type { Operation } from './operations.ts'
import { isReply, requireSeenThread, seenBy, threadSeen, unseenOf } from './thread.ts'

const [me, lin] = [v7(), v7()]
const message = (at: number, authorId: string | null = lin) => ({ id: v7(), authorId, at })

const replyOver = (base: Record<string, unknown>, part: Partial<TimelineEvent> = {}): Operation => {
  const event: TimelineEvent = {
    ...{ id: v7(), caseId: v7(), kind: 'message', lane: 'customer', authorId: me, at: 1, body: 'Hello' },
    ...{ corrects: null, retractedAt: null, externalId: null },
    ...part,
  }
  return { id: v7(), dseq: 1, v: 1, at: 1, type: 'event.add', entity: event.id, base, payload: { event } }
}

test('what was read is not new, nor what oneself wrote elsewhere, and everything else is', () => {
  const [first, second] = [message(1), message(2)]
  const seen = threadSeen([first, second])
  expect(unseenOf([first, second], { seen, writer: me })).toEqual([])
  const [late, early, own] = [message(9), message(1), message(10, me)]
  const customers = message(5, null)
  // One that was written long ago and came only now is as new to the reader as any.
  const thread = [first, late, customers, second, own, early]
  expect(unseenOf(thread, { seen, writer: me })).toEqual([early, customers, late])
})

test('of a long conversation the newest are named, and what is older counts as seen', () => {
  const thread = Array.from({ length: 200 }, (_, index) => message(index + 1))
  const seen = threadSeen(thread)
  expect(seen.ids).toHaveLength(50)
  expect(seen.ids).not.toContain(thread[0]?.id)
  expect(unseenOf(thread, { seen, writer: me })).toEqual([])
  const late = message(500)
  expect(unseenOf([...thread, late], { seen, writer: me })).toEqual([late])
})

test('messages of one date are all seen, however many an import brought', () => {
  const thread = Array.from({ length: 200 }, () => message(7))
  expect(unseenOf(thread, { seen: threadSeen(thread), writer: me })).toEqual([])
})

test('only words for the customer are a reply, and only those that say what was seen are asked about', () => {
  const thread = threadSeen([])
  expect(seenBy(replyOver({ thread }))).toEqual(thread)
  expect(seenBy(replyOver({ thread }, { kind: 'attachment' }))).toEqual(thread)
  expect(seenBy(replyOver({ thread }, { lane: 'internal' }))).toBeUndefined()
  expect(seenBy(replyOver({ thread }, { lane: 'expert' }))).toBeUndefined()
  expect(seenBy(replyOver({ thread }, { corrects: v7() }))).toBeUndefined()
  expect(seenBy(replyOver({}))).toBeUndefined()
  expect(seenBy(replyOver({ thread: { ids: 'all' } }))).toBeUndefined()
  expect(isReply({ lane: 'customer', kind: 'change', corrects: null })).toBe(false)
})

test('the reason names who wrote last, unless they may not be named', () => {
  const day = Date.UTC(2026, 10, 12)
  const asked = (thread: ReturnType<typeof message>[], nameOf: (id: string) => string | null) => () =>
    requireSeenThread(replyOver({ thread: threadSeen([]) }), thread, { writer: me, nameOf })
  const known = (id: string) => (id === lin ? 'Lin' : null)
  expect(asked([], known)).not.toThrow()
  expect(asked([message(day)], known)).toThrow(/^Lin wrote on 12 Nov, before this reply was sent\. Read it/)
  expect(asked([message(day - 1), message(day)], known)).toThrow(/the last of 2 new messages/)
  expect(asked([message(day)], () => null)).toThrow(/^Somebody wrote/)
  expect(asked([message(day, null)], known)).toThrow(/^Somebody wrote/)
})
