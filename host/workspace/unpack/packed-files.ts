import type { Read } from '../../database/procedure.ts'

/** The attachments of a case and of what was merged into it, oldest first; one for each name and hash. */
export const packedFiles: Read<{ caseId: string }, { name: string; sha256: string; at: number }[]> = (
  db,
  { caseId },
) =>
  db.all(
    `select a.name, a.sha256, min(e.at) as at from attachments a join cases c on c.key = a.case_key
     join events e on e.key = a.event_key
     where (c.id = @id or c.merged_into = (select key from cases where id = @id)) and e.retracted_at is null
     group by a.sha256, a.name order by at, a.name`,
    { id: caseId },
  )
