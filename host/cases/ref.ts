import type { WritableDatabase } from '../database/database.ts'

const firstRef = 1000

/**
 * Takes the next reference, such as `CB-1042`, inside the caller's transaction. A bench that shares its cases takes it
 * from those that the service gave to it alone, and counts on where these are used up; the service then gives another
 * one to whichever case comes second.
 */
export const nextRef = (db: WritableDatabase): string => {
  const given = db.value<string>("select value from meta where name = 'refs'")
  const block = given === undefined ? undefined : (JSON.parse(given) as { from: number; to: number })
  if (block) {
    const free = firstFree(db, block.from, block.to)
    put(db, 'refs', JSON.stringify({ from: (free ?? block.to) + 1, to: block.to }))
    if (free !== undefined) return refOf(free)
  }
  const counted = Number(db.value<string>("select value from meta where name = 'last_ref'") ?? firstRef)
  const next = firstFree(db, counted + 1, Number.MAX_SAFE_INTEGER) ?? counted + 1
  put(db, 'last_ref', String(next))
  return refOf(next)
}

const refOf = (number: number): string => `CB-${number}`

/** The first number from `from` to `to`, inclusive, that no case here has: some had theirs before the numbers were given. */
const firstFree = (db: WritableDatabase, from: number, to: number): number | undefined => {
  for (let number = from; number <= to; number += 1)
    if (db.value('select 1 from cases where ref = ?', [refOf(number)]) === undefined) return number
  return undefined
}

const put = (db: WritableDatabase, name: string, value: string) =>
  db.run(
    'insert into meta (name, value) values (?, ?) on conflict (name) do update set value = excluded.value',
    [name, value],
  )
