import type { ShownEvent } from '../../shared/contract/timeline.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read } from '../database/procedure.ts'
import { attachmentsOf, eventOf, selectEvent } from '../operations/rows.ts'

type Row = Record<string, string | number | null>

/** A case's own events and those of the cases merged into it, without corrections and what was taken back. */
const storyOf = `
  from events e join cases c on c.key = e.case_key left join people p on p.key = e.author_key
  where e.case_key in (
    with recursive story (key) as (
      select key from cases where id = @id union select m.key from cases m join story s on m.merged_into = s.key
    ) select key from story
  ) and e.corrects is null and e.retracted_at is null`

/** The newest `limit` events of a case, oldest first, and how many there are. */
export const timelineOf: Read<{ caseId: string; limit: number }, { events: ShownEvent[]; total: number }> = (
  db,
  { caseId, limit },
) => {
  const total = db.value<number>(`select count(*) ${storyOf}`, { id: caseId }) ?? 0
  const rows = db.all<Row>(
    `select e.*, c.id as case_id, c.ref as from_ref, p.id as author_id, p.name as author
     ${storyOf} order by e.at desc, e.key desc limit @limit`,
    { id: caseId, limit },
  )
  return { total, events: rows.reverse().map((row) => show(db, row, caseId)) }
}

/** The events of a case that show runs and bisections of this bench, by what they show; the newest where it is shown twice. */
export const attachedEvidence: Read<{ caseId: string }, Record<string, string>> = (db, { caseId }) =>
  Object.fromEntries(
    db
      .all<{ eventId: string; shows: string }>(
        `select * from (
           select e.id as eventId, coalesce(e.detail ->> 'runId', e.detail ->> 'bisectionId') as shows
           ${storyOf} and e.kind = 'run' order by e.at, e.key
         ) where shows in (select id from runs union all select id from bisections)`,
        { id: caseId },
      )
      .map(({ eventId, shows }) => [shows, eventId]),
  )

const show = (db: ReadableDatabase, row: Row, caseId: string): ShownEvent => {
  const event = eventOf(row)
  const attachments = attachmentsOf(db, Number(row.key))
  const corrections = db.all<Row>(
    `${selectEvent} where e.corrects = ? and e.retracted_at is null order by e.at, e.key`,
    [event.id],
  )
  const texts = [row, ...corrections].map((text) => ({
    body: String(text.body),
    at: Number(text.at),
    author: text.author as string | null,
  }))
  return {
    ...event,
    ...(attachments.length > 0 ? { attachments } : {}),
    body: texts.at(-1)?.body ?? event.body,
    author: row.author as string | null,
    earlier: texts.slice(0, -1),
    fromRef: event.caseId === caseId ? null : String(row.from_ref),
  }
}
