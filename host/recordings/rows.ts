import type { Read } from '../database/procedure.ts'

/** The terminals that run and are being recorded. */
export const recordingTerminals: Read<Record<string, never>, string[]> = (db) =>
  db
    .all<{ id: string }>('select id from terminals where ended_at is null and recording = 1', {})
    .map(({ id }) => id)
