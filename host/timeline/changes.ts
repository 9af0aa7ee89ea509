import { BenchError } from '../../shared/contract/error.ts'
import type { TimelineEvent } from '../../shared/domain/entities.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { mediaTypeOf } from '../attachments/media-type.ts'
import { myId } from '../cases/me.ts'
import type { Done, Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { rowsOf } from '../operations/rows.ts'

interface Post {
  caseId: string
  lane: Lane
  kind: TimelineEvent['kind']
  body: string
  attachments: { name: string; sha256: string }[]
}

/** Puts one event on a case's timeline. Throws `not-found` for the case or for bytes that are not stored. */
export const postEvent: Write<Post, { id: string }> = (
  context,
  { caseId, lane, kind, body, attachments },
) => {
  const { db, now, newId } = context
  const event: TimelineEvent = {
    id: newId(),
    caseId,
    kind,
    lane,
    authorId: myId(db),
    at: now(),
    body,
    corrects: null,
    retractedAt: null,
    externalId: null,
  }
  if (attachments.length > 0)
    event.attachments = attachments.map(({ name, sha256 }) => {
      const bytes = db.value<number>('select bytes from blobs where sha256 = ?', [sha256])
      if (bytes === undefined)
        throw new BenchError('not-found', `The bytes of ${name} are not stored. Attach the file again.`)
      return { name, sha256, bytes, mediaType: mediaTypeOf(name) }
    })
  const ref = db.value<string>('select ref from cases where id = ?', [caseId]) ?? 'a case'
  const what = kind === 'attachment' ? 'Attach to' : lane === 'internal' ? 'Note on' : 'Message on'
  apply(context, [{ type: 'event.add', entity: event.id, payload: { event } }], `${what} ${ref}`)
  return { id: event.id }
}

/** Replaces an event's text by adding a correction; the earlier text stays readable. */
export const correctEvent: Write<{ eventId: string; body: string }, { id: string }> = (
  context,
  { eventId, body },
) => {
  const before = rowsOf(context.db).event(eventId)
  if (!before) throw new BenchError('not-found', 'This event is not on the timeline (any more).')
  const original = before.corrects ?? before.id
  const event: TimelineEvent = {
    id: context.newId(),
    caseId: before.caseId,
    kind: before.kind,
    lane: before.lane,
    authorId: myId(context.db),
    at: context.now(),
    body,
    corrects: original,
    retractedAt: null,
    externalId: null,
  }
  apply(context, [{ type: 'event.add', entity: event.id, payload: { event } }], 'Correct an event')
  return { id: event.id }
}

export const retractEvent: Write<{ eventId: string; retracted: boolean }, Done> = (
  context,
  { eventId, retracted },
) => {
  const draft = { type: 'event.retract', entity: eventId, payload: { retracted } } as const
  apply(context, [draft], retracted ? 'Remove an event' : 'Bring an event back')
  return {}
}
