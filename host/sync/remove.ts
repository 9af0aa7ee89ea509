import type { WritableDatabase } from '../database/database.ts'
import { unindex } from '../operations/search-index.ts'

/** Removes an event with its files from a timeline; the blobs stay until nothing names them. */
export const removeEvent = (db: WritableDatabase, id: string): void => {
  db.run('delete from attachments where event_key = (select key from events where id = ?)', [id])
  db.run('delete from events where id = ?', [id])
}

/** What hangs on a case, in an order in which it can be removed. */
const hanging = [
  'delete from attachments where case_key = @key',
  'delete from events where case_key = @key',
  'delete from tags where case_key = @key',
  'delete from case_components where case_key = @key',
  'delete from links where from_key = @key or to_key = @key',
  'delete from patches where case_key = @key',
  'delete from conflicts where case_key = @key',
  'delete from import_records where case_key = @key',
  'delete from workspaces where case_key = @key',
  'update terminals set case_key = null where case_key = @key',
  'update cases set merged_into = null where merged_into = @key',
  'delete from cases where key = @key',
] as const

/** Removes a case and everything of it from the tables and from the search index. */
export const removeCase = (db: WritableDatabase, id: string): void => {
  const found = db.get<{ key: number; recency: number }>('select key, recency from cases where id = ?', [id])
  if (!found) return
  unindex(db, found.recency)
  for (const sql of hanging) db.run(sql, { key: found.key })
  db.run('delete from uploads where case_id = ?', [id])
}
