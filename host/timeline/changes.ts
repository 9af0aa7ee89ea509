import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import type { EventDetail, TimelineEvent } from '../../shared/domain/entities.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { mediaTypeOf } from '../attachments/media-type.ts'
import { myId } from '../cases/me.ts'
import type { Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { rowsOf } from '../operations/rows.ts'

interface Post {
  caseId: string
  lane: Lane
  kind: TimelineEvent['kind']
  body: string
  attachments: { name: string; sha256: string }[]
  /** What it shows beside these. */
  detail?: EventDetail
}

/** Puts one event on a case's timeline. Throws `not-found` for the case or for bytes that are not stored. */
export const postEvent: Write<Post, Stepped & { id: string }> = (
  context,
  { caseId, lane, kind, body, attachments, detail },
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
    ...(detail ? { detail } : {}),
  }
  if (attachments.length > 0)
    event.attachments = attachments.map(({ name, sha256 }) => {
      const bytes = db.value<number>('select bytes from blobs where sha256 = ?', [sha256])
      if (bytes === undefined)
        throw new BenchError('not-found', `The bytes of ${name} are not stored. Attach the file again.`)
      return { name, sha256, bytes, mediaType: mediaTypeOf(name) }
    })
  const ref = db.value<string>('select ref from cases where id = ?', [caseId]) ?? 'a case'
  const what =
    kind === 'run'
      ? 'Run on'
      : kind === 'attachment'
        ? 'Attach to'
        : lane === 'internal'
          ? 'Note on'
          : 'Message on'
  const add = { type: 'event.add', entity: event.id, payload: { event } } as const
  return { id: event.id, ...apply(context, [add], `${what} ${ref}`) }
}

/** Replaces an event's text by adding a correction; the earlier text stays readable. */
export const correctEvent: Write<{ eventId: string; body: string }, Stepped & { id: string }> = (
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
  const add = { type: 'event.add', entity: event.id, payload: { event } } as const
  return { id: event.id, ...apply(context, [add], 'Correct an event') }
}

export const retractEvent: Write<{ eventId: string; retracted: boolean }, Stepped> = (
  context,
  { eventId, retracted },
) => {
  const draft = { type: 'event.retract', entity: eventId, payload: { retracted } } as const
  return apply(context, [draft], retracted ? 'Remove an event' : 'Bring an event back')
}
