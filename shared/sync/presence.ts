import { z } from 'zod'
import { id } from '../domain/entities.ts'

/** What somebody does with a case. */
export const doings = ['reading', 'writing'] as const
const doing = z.enum(doings)
export type Doing = z.output<typeof doing>

/** Milliseconds for which it counts that somebody is there; who is there says so again after `renewMs`. */
export const presentMs = 45_000
export const renewMs = 15_000
/** Cases that one bench has before it at a time. */
export const casesAtMost = 20
/** People who are told of one case. */
export const peopleAtMost = 50

/** What a bench has before it, all of it; `doing` is null where its person is not to be shown. */
export const presenceRequest = z.object({
  cases: z.array(z.object({ caseId: id, doing: doing.nullable() })).max(casesAtMost),
})
export type PresenceRequest = z.output<typeof presenceRequest>

/** Who else is there, of the cases that a bench has before it and may read: the answer, and an event `presence` of hints. */
export const presenceTold = z.object({
  cases: z
    .array(
      z.object({
        caseId: id,
        people: z.array(z.object({ personId: id, doing })).max(peopleAtMost),
      }),
    )
    .max(casesAtMost),
})
export type PresenceTold = z.output<typeof presenceTold>
