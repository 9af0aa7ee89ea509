import type { WritableDatabase } from '../database/database.ts'
import type { WriteContext } from '../database/procedure.ts'
import { reindex } from '../operations/search-index.ts'
import { noteReceipt } from './receipts.ts'
import { removeCase, removeEvent } from './remove.ts'
import { noteScrub } from './scrub.ts'

/**
 * Removes everything that came by streams with this tag, and what this bench had changed of it: rows, search entries,
 * drafts, steps of undo and operations, and the rows of blobs that nothing names any more. What must still go from the
 * disk is noted, and done by `scrub` as soon as the transaction is through.
 */
export const purgeStreams = (context: WriteContext, tag: string): void => {
  const { db, now, touch } = context
  const keys = db.all<{ key: number }>('select key from streams where tag = ?', [tag]).map(({ key }) => key)
  const blobs: string[] = []
  for (const key of keys) {
    noteReceipt(db, { ...wholeStream(db, key), at: now() })
    blobs.push(...blobsOf(db, key))
    const cases = db.all<{ id: string }>('select id from cases where stream_key = ?', [key])
    for (const { id } of cases) {
      removeCase(db, id)
      forget(db, id)
      touch(`case:${id}`)
    }
    const others = db.all<{ id: string }>(
      `select id from customers where stream_key = @key union all select id from people where stream_key = @key
       union all select id from conflicts where stream_key = @key`,
      { key },
    )
    for (const { id } of others) forget(db, id)
    db.run('delete from conflicts where stream_key = ?', [key])
    db.run(
      "update customers set name = '', domain = '', notes = '', contracts = '[]', ver = 0, stream_key = null where stream_key = ?",
      [key],
    )
    db.run('delete from person_handles where person_key in (select key from people where stream_key = ?)', [
      key,
    ])
    db.run(
      "update people set name = '', email = '', handles = '[]', notes = '', ver = 0, stream_key = null where stream_key = ?",
      [key],
    )
    db.run('delete from set_aside where stream_key = ?', [key])
    db.run('delete from streams where key = ?', [key])
  }
  if (keys.length === 0) return
  afterPurge(context, blobs)
}

/** What a stream has here, by its name. */
const wholeStream = (db: WritableDatabase, key: number) => {
  const count = (sql: string) => db.value<number>(sql, [key]) ?? 0
  const cases = count('select count(*) from cases where stream_key = ?')
  const hanging = ['events', 'patches'].map((table) =>
    count(`select count(*) from ${table} t join cases c on c.key = t.case_key where c.stream_key = ?`),
  )
  const others = ['customers', 'people', 'conflicts'].map((table) =>
    count(`select count(*) from ${table} where stream_key = ?`),
  )
  const rows = [cases, ...hanging, ...others].reduce((sum, one) => sum + one, 0)
  return { stream: db.value<string>('select id from streams where key = ?', [key]) ?? '', cases, rows }
}

/** Forgets one case that moved to where it may not be read. Answers its blobs, for `afterPurge`. */
export const purgeCase = ({ db }: WriteContext, id: string): string[] => {
  const blobs = blobsOfCase(db, id)
  removeCase(db, id)
  forget(db, id)
  return blobs
}

/** Forgets a case that the service refused for good and never had. Answers its blobs, for `afterPurge`. */
export const forgetNewCase = (db: WritableDatabase, id: string): string[] => {
  if (db.value<number>('select ver from cases where id = ?', [id]) !== 0) return []
  const blobs = blobsOfCase(db, id)
  removeCase(db, id)
  forget(db, id)
  return blobs
}

/** What is done once after anything was purged: what may hold parts of it goes as a whole. */
export const afterPurge = ({ db, touch }: WriteContext, blobs: readonly string[]): void => {
  noteScrub(db, dropUnnamed(db, blobs))
  // A step of undo may hold what is no longer to be read, in any of its drafts.
  db.run('delete from history')
  db.run('delete from history_parts')
  for (const index of ['search', 'phrases']) db.run(`insert into ${index} (${index}) values ('optimize')`)
  for (const topic of ['cases', 'customers', 'people', 'history', 'conflicts', 'outbox'] as const)
    touch(topic)
}

/** Forgets what this bench had changed of a scope. What was not sent yet stays until the service has it: it answers that it may not be, and keeps it. */
export const forget = (db: WritableDatabase, scope: string) => {
  blankOperations(db, scope)
  db.run('delete from shadows where scope = ?', [scope])
  db.run('delete from local_values where instr(key, ?) > 0', [scope])
}

/** Whether this bench has something of its own about a scope, beside its rows. */
export const leavesTraces = (db: WritableDatabase, scope: string): boolean =>
  db.value<number>(
    `select 1 where exists (select 1 from operations where scope = @scope and payload != '{}')
       or exists (select 1 from local_values where instr(key, @scope) > 0)`,
    { scope },
  ) !== undefined

/** Removes what operations of a scope say. The newest of all keeps its number, so that it is not given again. */
export const blankOperations = (db: WritableDatabase, scope: string): void => {
  removeMergeNotes(db, scope)
  const newest = 'dseq = (select max(dseq) from operations)'
  db.run(
    `update operations set payload = '{}', base = '{}', state = 'forgotten', settled_at = at
     where scope = ? and state != 'pending' and ${newest}`,
    [scope],
  )
  db.run(`delete from operations where scope = ? and state != 'pending' and not ${newest}`, [scope])
}

/** A merge that is forgotten has left a note on the other case, which tells the title of the one that went. */
const removeMergeNotes = (db: WritableDatabase, scope: string): void => {
  const notes = db.all<{ id: string; caseId: string; recency: number }>(
    `select e.id, c.id as caseId, c.recency from operations o
     join events e on e.id = json_extract(o.payload, '$.event.id') join cases c on c.key = e.case_key
     where o.scope = ? and o.type = 'case.merge' and o.state != 'pending' and e.ver = 0`,
    [scope],
  )
  for (const { id } of notes) removeEvent(db, id)
  reindex(db, new Map(notes.map(({ caseId, recency }) => [caseId, recency])))
}

const blobsWhere = (
  db: WritableDatabase,
  where: 'c.id = @value' | 'c.stream_key = @value',
  value: string | number,
) =>
  db
    .all<{ sha256: string }>(
      `select a.sha256 from attachments a join cases c on c.key = a.case_key where ${where}
       union select p.sha256 from patches p join cases c on c.key = p.case_key where ${where}
       union select f.sha256 from run_files f join runs r on r.key = f.run_key
         join cases c on c.key = r.case_key where ${where}`,
      { value },
    )
    .map(({ sha256 }) => sha256)

const blobsOfCase = (db: WritableDatabase, id: string) => blobsWhere(db, 'c.id = @value', id)

const blobsOf = (db: WritableDatabase, key: number) => blobsWhere(db, 'c.stream_key = @value', key)

const dropUnnamed = (db: WritableDatabase, blobs: readonly string[]): string[] =>
  blobs.filter((sha256) => {
    const named = db.value<number>(
      `select 1 where exists (select 1 from attachments where sha256 = @sha256)
         or exists (select 1 from patches where sha256 = @sha256)
         or exists (select 1 from run_files where sha256 = @sha256)`,
      { sha256 },
    )
    if (named === undefined) db.run('delete from blobs where sha256 = ?', [sha256])
    return named === undefined
  })
