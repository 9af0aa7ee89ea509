import type { Operation } from '../../shared/sync/operations.ts'
import { type PushAnswer, pushAtMost, pushBytes } from '../../shared/sync/protocol.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'
import type { Read, Write } from '../database/procedure.ts'
import { operationColumns, operationOf } from './rebase-scope.ts'
import { connectionOf, putConnection } from './state.ts'
import { earlierPast } from './versions.ts'

/** References for new cases that this bench was given and has not used. */
const refsLeft = (db: ReadableDatabase): number => {
  const block = db.value<string>("select value from meta where name = 'refs'")
  if (block === undefined) return 0
  const { from, to } = JSON.parse(block) as { from: number; to: number }
  return Math.max(0, to - from + 1)
}

/**
 * The oldest operations that the service has not answered yet, as many as one push takes, and how many references for
 * new cases are left.
 */
export const nextOperations: Read<object, { operations: Operation[]; refs: number }> = (db) => {
  const operations: Operation[] = []
  let bytes = 0
  for (const row of db.iterate<Parameters<typeof operationOf>[0]>(
    `select ${operationColumns} from operations where state = 'pending' order by dseq limit ${pushAtMost}`,
  )) {
    bytes += row.payload.length + row.base.length + 300
    if (operations.length > 0 && bytes > pushBytes) break
    operations.push(operationOf(row))
  }
  return { operations, refs: refsLeft(db) }
}

interface Noted {
  /** Numbers of which this bench has no operation any more. */
  missing: { from: number; to: number } | null
  /** How many operations go again. */
  again: number
}

/**
 * Notes what the service answered to a push. That is advice: an operation is done when the pull has passed it. Where
 * the service misses some, all it does not have go again.
 */
export const notePushed: Write<{ answer: PushAnswer }, Noted> = ({ db, touch }, { answer }) => {
  for (const { id } of answer.results)
    db.run("update operations set state = 'sent' where id = ? and state = 'pending'", [id])
  if (answer.refs)
    db.run("insert or replace into meta (name, value) values ('refs', ?)", [JSON.stringify(answer.refs)])
  touch('outbox')
  if (answer.stopped !== 'gap') return { missing: null, again: 0 }
  takenBefore(db, answer.expected)
  const { changes } = db.run(
    "update operations set state = 'pending', settled_at = null where state in ('sent', 'settled') and dseq >= ?",
    [answer.expected],
  )
  const first = firstPending(db)
  if (first !== undefined && first < answer.expected)
    return { missing: null, again: changes + renumber(db, first, answer.expected) }
  const missing = first && first > answer.expected ? { from: answer.expected, to: first - 1 } : null
  return { missing, again: changes }
}

/** Replies that the service had taken, and that have long been read, are no longer asked about when they go again. */
const takenBefore = (db: WritableDatabase, from: number): void =>
  void db.run(
    "update operations set base = json_remove(base, '$.thread') where state = 'settled' and dseq >= ?",
    [from],
  )

const firstPending = (db: ReadableDatabase) =>
  db.value<number>("select dseq from operations where state = 'pending' order by dseq limit 1")

/**
 * Numbers that the service knows under other operations: this bench's data is an older copy, and what it made since
 * bears numbers that were used before. They move behind those that the service has.
 */
const renumber = (db: WritableDatabase, first: number, expected: number): number => {
  const { changes } = db.run('update operations set dseq = -dseq - ? where dseq >= ?', [
    expected - first,
    first,
  ])
  db.run('update operations set dseq = -dseq where dseq < 0')
  return changes
}

/**
 * The service has another past than the one this bench knows: it was restored from a backup. Everything that this bench
 * still has of its own goes again, and everything is pulled again; rows stay until newer ones come.
 */
export const beginAgain: Write<object, Record<string, never>> = ({ db, touch }) => {
  const connection = connectionOf(db)
  if (!connection) return {}
  putConnection(db, { ...connection, epoch: null, grants: null, acked: 0, complete: false })
  takenBefore(db, 0)
  db.run("update operations set state = 'pending', settled_at = null where state in ('sent', 'settled')")
  db.run("update streams set seq = 0, tag = ''")
  for (const table of ['cases', 'events', 'links', 'patches', 'customers', 'people', 'conflicts'])
    db.run(`update ${table} set ver = ${earlierPast} where ver > 0`)
  db.run(`update shadows set ver = ${earlierPast} where ver > 0`)
  db.run('delete from set_aside')
  touch('outbox')
  return {}
}
