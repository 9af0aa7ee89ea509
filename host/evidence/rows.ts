import type { Stepped } from '../../shared/contract/step.ts'
import type { EventDetail, TimelineEvent } from '../../shared/domain/entities.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import { type FinishedUpload, finishUpload } from '../attachments/changes.ts'
import { mediaTypeOf } from '../attachments/media-type.ts'
import { myId } from '../cases/me.ts'
import type { Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'

/** One thing that was found: its bytes, stored already, and what its event shows of it. */
export interface Piece {
  kind: 'run' | 'attachment'
  detail: EventDetail
  file: FinishedUpload & { name: string }
}

interface Evidence {
  caseId: string
  lane: Lane
  body: string
  pieces: Piece[]
}

/** Puts pieces of evidence on a timeline, in their order, as one step of undo. Throws `not-found`. */
export const attachEvidence: Write<Evidence, Stepped & { eventIds: string[] }> = (
  context,
  { caseId, lane, body, pieces },
) => {
  const { db, now, newId } = context
  const authorId = myId(db)
  const events = pieces.map(({ kind, detail, file: { name, ...stored } }, at): TimelineEvent => {
    finishUpload(context, stored)
    const { sha256, bytes } = stored
    return {
      id: newId(),
      caseId,
      kind,
      lane,
      authorId,
      at: now(),
      // What a person says of several stands with the first of them.
      body: at === 0 ? body : '',
      attachments: [{ name, sha256, bytes, mediaType: mediaTypeOf(name) }],
      detail,
      corrects: null,
      retractedAt: null,
      externalId: null,
    }
  })
  const ref = db.value<string>('select ref from cases where id = ?', [caseId]) ?? 'a case'
  const drafts = events.map((event) => ({ type: 'event.add', entity: event.id, payload: { event } }) as const)
  const { step } = apply(context, drafts, `Attach to ${ref}`)
  return { step, eventIds: events.map(({ id }) => id) }
}
