import { z } from 'zod'
import { eventEntity, id, sha256, text } from '../domain/entities.ts'
import { lanes } from '../domain/vocabulary.ts'
import { call, service, stream } from './define.ts'
import { stepped } from './step.ts'

/** An event as it is shown: with its author's name, its text as last corrected, and the case it came with. */
export const shownEvent = eventEntity.extend({
  author: z.string().nullable(),
  /** The texts this event had before, oldest first. */
  earlier: z.array(z.object({ body: z.string(), at: z.int(), author: z.string().nullable() })),
  /** The reference of the case it came from when that was merged into this one. */
  fromRef: z.string().nullable(),
})
export type ShownEvent = z.output<typeof shownEvent>

const post = z.object({
  caseId: id,
  lane: z.enum(lanes),
  body: text,
  /** Already stored bytes that this event shows, by name. */
  attachments: z.array(z.object({ name: z.string().min(1).max(1000), sha256 })).default([]),
  /** The second deliberate act that a customer-visible message needs. */
  confirmed: z.boolean().default(false),
})

export const timeline = service('timeline', ['not-found', 'unconfirmed', 'empty', 'invalid'] as const, {
  /** The newest `limit` events, oldest first, and how many there are; again whenever they change. */
  watch: stream(
    z.object({ caseId: id, limit: z.int().min(1).max(5000).default(200) }),
    z.object({ events: z.array(shownEvent), total: z.int() }),
  ),
  /** Writes one event; answered when it is durable. */
  post: call(post, stepped.extend({ id })),
  correct: call(z.object({ eventId: id, body: text }), stepped.extend({ id })),
  retract: call(z.object({ eventId: id, retracted: z.boolean().default(true) }), stepped),
})
