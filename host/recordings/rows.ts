import type { Read } from '../database/procedure.ts'

/** The terminals that run and are being recorded. */
export const recordingTerminals: Read<Record<string, never>, string[]> = (db) =>
  db
    .all<{ id: string }>('select id from terminals where ended_at is null and recording = 1', {})
    .map(({ id }) => id)

/** What cases are called, by their identity, those that are on this bench. */
export const refsOfCases: Read<{ ids: string[] }, Map<string, string>> = (db, { ids }) =>
  new Map(
    ids.flatMap((id) => {
      const ref = db.value<string>('select ref from cases where id = ?', [id])
      return ref === undefined ? [] : [[id, ref] as const]
    }),
  )
