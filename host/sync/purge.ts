import type { WriteContext } from '../database/procedure.ts'
import { removeCase } from './remove.ts'

/**
 * Removes everything that came by streams with this tag, and what this bench had changed of it: rows, search entries,
 * drafts, steps of undo and operations. Blobs go when nothing names them any more. Pages that held them are overwritten
 * by `secure_delete`, which the caller's connection has on.
 */
export const purgeStreams = (context: WriteContext, tag: string): void => {
  const { db, touch } = context
  const keys = db.all<{ key: number }>('select key from streams where tag = ?', [tag]).map(({ key }) => key)
  for (const key of keys) {
    const cases = db.all<{ id: string }>('select id from cases where stream_key = ?', [key])
    for (const { id } of cases) {
      removeCase(db, id)
      forget(context, id)
      touch(`case:${id}`)
    }
    const others = db.all<{ id: string }>(
      `select id from customers where stream_key = @key union all select id from people where stream_key = @key
       union all select id from conflicts where stream_key = @key`,
      { key },
    )
    for (const { id } of others) forget(context, id)
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
  // A step of undo may hold what is no longer to be read, in any of its drafts.
  db.run('delete from history')
  db.run('delete from history_parts')
  for (const index of ['search', 'phrases']) db.run(`insert into ${index} (${index}) values ('optimize')`)
  for (const topic of ['cases', 'customers', 'people', 'history', 'conflicts', 'outbox'] as const)
    touch(topic)
}

const forget = ({ db }: WriteContext, scope: string) => {
  // The newest one keeps its number, so that it is not given again, and nothing else.
  db.run(
    `update operations set payload = '{}', base = '{}', state = 'settled', settled_at = at
     where scope = ? and dseq = (select max(dseq) from operations)`,
    [scope],
  )
  db.run('delete from operations where scope = ? and dseq < (select max(dseq) from operations)', [scope])
  db.run('delete from shadows where scope = ?', [scope])
  db.run('delete from local_values where instr(key, ?) > 0', [scope])
}
