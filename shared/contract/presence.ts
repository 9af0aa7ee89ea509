import { z } from 'zod'
import { id } from '../domain/entities.ts'
import { doings } from '../sync/presence.ts'
import { call, service, stream } from './define.ts'

/** Somebody else who has a case before them. */
export const presentPerson = z.object({ id, name: z.string(), doing: z.enum(doings) })
export type PresentPerson = z.output<typeof presentPerson>

/** Who else is on a case now, through the central service; nobody while that cannot be reached. */
export const presence = service('presence', [], {
  /** The others on one case, by name; while somebody watches, this bench counts as having it before it. */
  watch: stream(z.object({ caseId: id }), z.object({ people: z.array(presentPerson) })),
  /**
   * What one window does with a case; `none` also for who is not to be shown. It counts for 45 seconds. `window` is an id
   * that the window made for itself.
   */
  say: call(z.object({ window: id, caseId: id, doing: z.enum([...doings, 'none']) }), z.object({})),
})
