import { z } from 'zod'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read, Write, WriteContext } from '../database/procedure.ts'

/** A removal is large above both: this many rows, and this share of what the bench has. */
const rowsAtMost = 1_000
const shareAtMost = 0.2
/** Milliseconds for which a person may think about it; what may not be read does not stay for ever: a day. */
const thinkMs = 24 * 60 * 60 * 1000

const name = 'large-removal'
const noted = z.object({
  /** Cases that would go, and that are here. */
  cases: z.int(),
  of: z.int(),
  until: z.int(),
  confirmed: z.boolean(),
})
export type LargeRemoval = z.output<typeof noted>

const count = (db: ReadableDatabase, sql: string): number => db.value<number>(sql) ?? 0

/** Cases that came back since are here in a newer version. */
const leaving = `s.kind = 'case' and s.body = '"left"' and c.ver < s.ver`
const casesHere = `select count(*) from set_aside s join cases c on c.id = s.id where ${leaving}`
const eventsHere = `select count(*) from set_aside s join cases c on c.id = s.id join events e on e.case_key = c.key where ${leaving}`

/** The removal that waits for a person; null where none does. */
export const largeRemoval: Read<object, LargeRemoval | null> = (db) => {
  const value = db.value<string>('select value from meta where name = ?', [name])
  return value === undefined ? null : noted.parse(JSON.parse(value))
}

const keep = ({ db, touch }: WriteContext, removal: LargeRemoval | null): void => {
  if (removal)
    db.run('insert or replace into meta (name, value) values (?, ?)', [name, JSON.stringify(removal)])
  else db.run('delete from meta where name = ?', [name])
  touch('sync')
}

/**
 * Whether rows that left their streams may go now. An unusually large removal waits for a person, for a day at most, since
 * it may be somebody's slip. What is taken away by the list of streams is no slip of that kind, and never waits.
 */
export const mayRemove = (context: WriteContext): boolean => {
  const { db, now } = context
  const before = largeRemoval(db, {})
  if (!before && count(db, `select count(*) from set_aside where body = '"left"'`) <= rowsAtMost) return true
  const [cases, of] = [count(db, casesHere), count(db, 'select count(*) from cases')]
  const rows = cases + count(db, eventsHere)
  const all = of + count(db, 'select count(*) from events')
  const large = rows > rowsAtMost && rows > all * shareAtMost
  if (!large || before?.confirmed || (before && before.until <= now())) {
    if (before) keep(context, null)
    return true
  }
  keep(context, { cases, of, until: before?.until ?? now() + thinkMs, confirmed: false })
  return false
}

/** A person has said yes: the next look at the service removes them. */
export const confirmRemoval: Write<object, Record<string, never>> = (context) => {
  const removal = largeRemoval(context.db, {})
  if (removal) keep(context, { ...removal, confirmed: true })
  return {}
}
