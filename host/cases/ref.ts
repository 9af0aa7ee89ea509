import type { WritableDatabase } from '../database/database.ts'

const firstRef = 1000

/**
 * Takes the next reference, such as `CB-1042`, inside the caller's transaction. A bench that shares its cases takes it
 * from those that the service gave to it alone, and counts on where these are used up; the service then gives another
 * one to whichever case comes second.
 */
export const nextRef = (db: WritableDatabase): string => {
  const given = db.value<string>("select value from meta where name = 'refs'")
  if (given !== undefined) {
    const { from, to } = JSON.parse(given) as { from: number; to: number }
    if (from <= to) {
      put(db, 'refs', JSON.stringify({ from: from + 1, to }))
      return `CB-${from}`
    }
  }
  const counted = Number(db.value<string>("select value from meta where name = 'last_ref'") ?? firstRef)
  let next = counted + 1
  while (db.value('select 1 from cases where ref = ?', [`CB-${next}`]) !== undefined) next += 1
  put(db, 'last_ref', String(next))
  return `CB-${next}`
}

const put = (db: WritableDatabase, name: string, value: string) =>
  db.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [name, value],
  )
