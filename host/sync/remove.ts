import type { Case } from '../../shared/domain/entities.ts'
import type { WritableDatabase } from '../database/database.ts'
import { rowsOf } from '../operations/rows.ts'
import { unindex } from '../operations/search-index.ts'
import { earlierPast, shadowOf, storedVersion } from './versions.ts'

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

/**
 * Cases that were merged into one that goes: what the service has of them is kept aside until the other comes again, and
 * they are shown as they were before.
 */
const asideMerged = (db: WritableDatabase, id: string): void => {
  const merged = db.all<{ id: string }>(
    `select f.id from cases f join cases t on t.key = f.merged_into where t.id = @id
     union select id from shadows where kind = 'case' and json_extract(body, '$.mergedInto') = @id`,
    { id },
  )
  for (const { id: from } of merged) {
    const shadow = shadowOf(db, 'case', from)
    const body = shadow ? shadow.body : JSON.stringify(rowsOf(db).case(from))
    const ver = shadow?.ver ?? storedVersion(db, 'case', from) ?? 0
    if (!body || ver <= 0 || (JSON.parse(body) as Case).mergedInto !== id) continue
    db.run(
      `insert into set_aside (kind, id, stream_key, ver, body)
       select 'case', id, coalesce(stream_key, 0), @ver, @body from cases where id = @from
       on conflict (kind, id) do update set stream_key = excluded.stream_key, ver = @ver, body = @body where ver < @ver`,
      { from, ver, body },
    )
    const before = JSON.stringify({ ...(JSON.parse(body) as Case), mergedInto: null })
    db.run("update shadows set ver = @ver, body = @before where kind = 'case' and id = @from", {
      ...{ from, before },
      ver: earlierPast,
    })
    db.run('update cases set ver = ? where id = ?', [earlierPast, from])
  }
}

/** Removes a case and everything of it from the tables and from the search index. */
export const removeCase = (db: WritableDatabase, id: string): void => {
  const found = db.get<{ key: number; recency: number }>('select key, recency from cases where id = ?', [id])
  if (!found) return
  asideMerged(db, id)
  unindex(db, found.recency)
  for (const sql of hanging) db.run(sql, { key: found.key })
  db.run('delete from uploads where case_id = ?', [id])
}
