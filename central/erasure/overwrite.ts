import type { TimelineEvent } from '../../shared/domain/entities.ts'
import { erasedBody, erasedWriters } from '../../shared/sync/erased.ts'
import type { RowKind } from '../../shared/sync/overlay.ts'
import type { OnAccessChange } from '../access/act.ts'
import type { Transaction } from '../database/sql.ts'
import { type RowToWrite, writeRows } from '../sync/write.ts'
import type { Subjects } from './subject.ts'

interface Stored {
  kind: RowKind
  id: string
  stream: string
  ver: number
  body: string
  case_id: string | null
}

const lot = 5_000

const overwritten = ({ kind, id, stream, ver }: Stored, body: string | null): RowToWrite => ({
  ...{ kind, id, stream, body, ver: ver + 1, leaves: null, writers: JSON.stringify(erasedWriters) },
  ...{ caseId: null, otherCaseId: null, customerId: null, ownerId: null },
})

const write = async (transaction: Transaction, rows: readonly RowToWrite[]): Promise<Map<string, number>> => {
  const heads = new Map<string, number>()
  for (let at = 0; at < rows.length; at += lot)
    for (const [stream, head] of await writeRows(transaction, rows.slice(at, at + lot)))
      heads.set(stream, head)
  return heads
}

/** Notes on other cases that tell the titles of cases that were merged into them. */
const mergeNotes = async (
  transaction: Transaction,
  cases: readonly string[],
  said: string,
): Promise<RowToWrite[]> => {
  const notes = await transaction.query<Stored>(
    `select e.kind, e.id, e.stream, e.ver, e.body, e.case_id from rows e
     where e.kind = 'event' and e.body like '%"kind":"merge"%' and e.case_id != all($1::uuid[])
       and split_part(e.body::json ->> 'body', ' ', 1) in (
         select body::json ->> 'ref' from rows where kind = 'case' and id = any($1::uuid[]) and body is not null)`,
    [cases],
  )
  return notes.map((note) => ({
    ...overwritten(note, JSON.stringify({ ...(JSON.parse(note.body) as TimelineEvent), body: said })),
    caseId: note.case_id,
  }))
}

export interface Overwritten {
  rows: number
  operations: number
  /** The last place of it in each stream. */
  heads: ReadonlyMap<string, number>
  /** Files that nothing names any more. */
  blobs: readonly string[]
}

/**
 * A case that becomes restricted may have been merged into one that others read: the note there loses the title. After
 * `moveWithAccess`.
 */
export const redactMergeNotes: OnAccessChange = async (transaction, change) => {
  if (change.kind !== 'restricted') return
  const cases = await transaction.query<{ id: string }>(
    "select id from rows where kind = 'case' and customer_id = $1",
    [change.customerId],
  )
  const ids = cases.map(({ id }) => id)
  await write(transaction, await mergeNotes(transaction, ids, 'A case of a restricted customer'))
}

/** Where an operation names what it is about, by its types. */
const said = [
  '{entity}',
  '{payload,event,caseId}',
  '{payload,event,id}',
  '{payload,link,fromId}',
  '{payload,link,toId}',
  '{payload,patch,caseId}',
  '{payload,into}',
  '{payload,from}',
]
const about = said.map((path) => `body::json #>> '${path}' = any($1::text[])`).join(' or ')

/** Overwrites rows, operations and what was set aside, and answers what is left to do outside of the transaction. */
export const overwrite = async (transaction: Transaction, subjects: Subjects): Promise<Overwritten> => {
  const notes = await mergeNotes(transaction, subjects.cases, 'A case that was erased')
  const stored = await transaction.query<Stored>(
    `select kind, id, stream, ver, body, case_id from rows where body is not null and (id = any($1::uuid[])
       or case_id = any($1::uuid[]) or other_case_id = any($1::uuid[])) order by kind, id for update`,
    [subjects.all],
  )
  const rows = [...stored.map((row) => overwritten(row, null)), ...notes]
  const heads = await write(transaction, rows)
  const ids = stored.map(({ id }) => id)
  const named = await transaction.query<{ sha256: string }>(
    'delete from blob_names where id = any($1::uuid[]) returning sha256',
    [ids],
  )
  const blobs = await transaction.query<{ sha256: string }>(
    `insert into erased_blobs (sha256) select distinct s.sha256 from unnest($1::text[]) as s (sha256)
     where not exists (select 1 from blob_names n where n.sha256 = s.sha256)
     on conflict (sha256) do update set sha256 = excluded.sha256 returning sha256`,
    [named.map(({ sha256 }) => sha256)],
  )
  const every = [[...new Set([...ids, ...subjects.all])]]
  const operations = await transaction.query(
    `update operations set body = '${erasedBody}' where body != '${erasedBody}' and (${about}) returning 1`,
    every,
  )
  await transaction.query(`delete from quarantine where ${about}`, every)
  return { rows: rows.length, operations: operations.length, heads, blobs: blobs.map(({ sha256 }) => sha256) }
}
