import { v7 } from 'uuid'
import type { ReadableDatabase } from '../database/database.ts'
import type { Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'

/** The id of the person this bench belongs to; null before the first start has made one. */
export const myId = (db: ReadableDatabase): string | null =>
  db.value<string>("select value from meta where name = 'me'") ?? null

/** Makes the bench's own person at the first start, under the name the machine knows. */
export const ensureMe: Write<{ name: string }, string> = (context, { name }) => {
  const known = myId(context.db)
  if (known) return known
  const id = v7()
  apply(context, [{ type: 'person.set', entity: id, payload: { set: { name, handles: [] } } }])
  context.db.run("insert into meta (name, value) values ('me', ?)", [id])
  return id
}
