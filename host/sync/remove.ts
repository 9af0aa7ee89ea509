import type { Case } from '../../shared/domain/entities.ts'
import { globalStream } from '../../shared/sync/streams.ts'
import type { WritableDatabase } from '../database/database.ts'
import { rowsOf } from '../operations/rows.ts'
import { unindex } from '../operations/search-index.ts'
import { keepAside } from './aside.ts'
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
  'delete from environments where case_key = @key',
  'delete from environment_allowed where case_key = @key',
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
    const key = db.value<number | null>('select stream_key from cases where id = ?', [from]) ?? 0
    keepAside(db, { kind: 'case', id: from, key, ver, body })
    const before = JSON.stringify({ ...(JSON.parse(body) as Case), mergedInto: null })
    db.run("update shadows set ver = @ver, body = @before where kind = 'case' and id = @from", {
      ...{ from, before },
      ver: earlierPast,
    })
    db.run('update cases set ver = ? where id = ?', [earlierPast, from])
  }
}

/**
 * Links to a case that goes, which stand in the stream of the other case since that is restricted: they stay readable and
 * are not told again, so they are kept aside until their case comes again. All other links go with it.
 */
const asideLinks = (db: WritableDatabase, id: string): void => {
  const links = db.all<{ id: string; key: number; ver: number }>(
    `select l.id, s.key, l.ver from links l join cases t on t.key = l.to_key join cases f on f.key = l.from_key
     left join shadows w on w.kind = 'case' and w.id = f.id
     join streams s on s.key = coalesce(w.stream_key, f.stream_key)
     where t.id = ? and l.ver > 0 and s.id != ?
       and not exists (select 1 from shadows where kind = 'link' and id = l.id)`,
    [id, globalStream],
  )
  for (const { id: link, key, ver } of links)
    keepAside(db, { kind: 'link', id: link, key, ver, body: JSON.stringify(rowsOf(db).link(link)) })
}

/** Removes a case and everything of it from the tables and from the search index. */
export const removeCase = (db: WritableDatabase, id: string): void => {
  const found = db.get<{ key: number; recency: number }>('select key, recency from cases where id = ?', [id])
  if (!found) return
  asideMerged(db, id)
  asideLinks(db, id)
  unindex(db, found.recency)
  for (const sql of hanging) db.run(sql, { key: found.key })
  db.run('delete from uploads where case_id = ?', [id])
}
