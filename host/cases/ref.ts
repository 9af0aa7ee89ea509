import type { WritableDatabase } from '../database/database.ts'

const firstRef = 1000

/** Takes the next reference, such as `CB-1042`, inside the caller's transaction. */
export const nextRef = (db: WritableDatabase): string => {
  const last = Number(db.value<string>("select value from meta where name = 'last_ref'") ?? firstRef)
  db.run(
    "insert into meta (name, value) values ('last_ref', ?) on conflict (name) do update set value = excluded.value",
    [String(last + 1)],
  )
  return `CB-${last + 1}`
}
