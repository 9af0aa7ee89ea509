import { randomUUID } from 'node:crypto'
import type { Conflict } from '../../shared/domain/conflict.ts'
import type { Case, Link, Patch, Person, TimelineEvent } from '../../shared/domain/entities.ts'
import type { DecidedRow } from '../../shared/sync/decide.ts'
import type { Row, RowKind } from '../../shared/sync/overlay.ts'
import { jsonTexts, plain } from '../database/arrays.ts'
import { violatedIndex } from '../database/failures.ts'
import type { Transaction } from '../database/sql.ts'

/** A row to be written over the version that was read. */
export interface RowToWrite {
  kind: RowKind
  id: string
  stream: string
  /** The stream it leaves; null where it stays or is new. */
  leaves: string | null
  /** The version that it gets: one more than the stored one. */
  ver: number
  writers: string
  body: string | null
  caseId: string | null
  /** The case at the other end of a link. */
  otherCaseId: string | null
  customerId: string | null
  ownerId: string | null
}

type Belonging = Pick<RowToWrite, 'caseId' | 'otherCaseId' | 'customerId' | 'ownerId'>

/** What a row belongs to, by which it is found when that moves or is asked for. */
const belongsTo = ({ kind, id, body }: Row): Belonging => {
  const nowhere: Belonging = { caseId: null, otherCaseId: null, customerId: null, ownerId: null }
  switch (kind) {
    case 'case': {
      const { customerId = null, ownerId = null } = (body ?? {}) as Partial<Case>
      return { ...nowhere, customerId, ownerId }
    }
    case 'person':
      return { ...nowhere, customerId: (body as Person | null)?.customerId ?? null }
    case 'customer':
      return { ...nowhere, customerId: id }
    case 'link': {
      const { fromId = null, toId = null } = (body ?? {}) as Partial<Link>
      return { ...nowhere, caseId: fromId, otherCaseId: toId }
    }
    default: {
      const { caseId, entity } = (body ?? {}) as Partial<TimelineEvent & Patch & Conflict>
      return { ...nowhere, caseId: caseId ?? entity ?? null }
    }
  }
}

/** A decided row as it is written over `before`. */
export const toWrite = (
  row: DecidedRow,
  before: { ver: number; stream: string; writers: Record<string, string> } | undefined,
): RowToWrite => ({
  kind: row.kind,
  id: row.id,
  stream: row.stream,
  leaves: before && before.stream !== row.stream ? before.stream : null,
  ver: (before?.ver ?? 0) + 1,
  writers: JSON.stringify({ ...before?.writers, ...row.writers }),
  body: row.body ? JSON.stringify(row.body) : null,
  ...belongsTo(row),
})

/** Somebody wrote a row that this transaction saw otherwise; it has to look again. */
const lookAgain = () => Object.assign(new Error('A row was written meanwhile'), { code: '40001' })

/** What was not there when this transaction looked was put there meanwhile, as an index tells. */
export const orLookAgain = async <Result>(index: string, writing: Promise<Result>): Promise<Result> => {
  try {
    return await writing
  } catch (error) {
    throw violatedIndex(error) === index ? lookAgain() : error
  }
}

const writeBlobNames = async (
  transaction: Transaction,
  rows: readonly RowToWrite[],
  writer: string | null,
) => {
  const names = rows.flatMap(({ kind, id, stream, body }) => {
    if (body === null || (kind !== 'event' && kind !== 'patch')) return []
    const { attachments = [], series } = JSON.parse(body) as Partial<TimelineEvent & Patch>
    const sums = new Set([...attachments, ...(series ? [series] : [])].map(({ sha256 }) => sha256))
    return [...sums].map((sha256) => ({ sha256, kind, id, stream }))
  })
  if (names.length === 0) return
  await transaction.query(
    `insert into blob_names (sha256, kind, id, stream, account_id)
       select *, $5::uuid from unnest($1::text[], $2::text[], $3::uuid[], $4::text[])
     on conflict (sha256, kind, id) do update set stream = excluded.stream`,
    [
      names.map(({ sha256 }) => sha256),
      names.map(({ kind }) => kind),
      names.map(({ id }) => id),
      names.map(({ stream }) => stream),
      writer,
    ],
    { prepared: 'blob-names-write' },
  )
}

/**
 * Takes places in streams and writes what stands there: one counter row for each stream, locked in id order and until
 * the commit, so that whoever reads a stream sees every place up to its head, and no two writers wait for each other.
 */
const write = `
with wanted as (
  select * from unnest($1::text[], $2::bigint[]) as w (stream, places)
), took as (
  insert into streams (id, head) select stream, places from wanted order by stream
  on conflict (id) do update set head = streams.head + excluded.head returning id, head
), bases as (
  select stream, head - places as base from wanted join took on id = stream
), standing as (
  select n.*, base + place as seq from unnest($3::text[], $4::uuid[], $5::text[], $6::bigint[], $7::int[], 
    string_to_array($8, chr(30), '')::jsonb[], string_to_array($9, chr(30), ''), $10::uuid[], $11::uuid[], $12::uuid[], $13::uuid[])
    as n (kind, id, stream, place, ver, writers, body, case_id, other_case_id, customer_id, owner_id)
  join bases using (stream)
), leaving as (
  select n.*, base + place as seq from unnest($14::text[], $15::uuid[], $16::text[], $17::bigint[], $18::int[])
    as n (kind, id, stream, place, ver)
  join bases using (stream)
), added as (
  insert into rows (kind, id, stream, seq, ver, tag, writers, body, case_id, other_case_id, customer_id, owner_id)
  select kind, id, stream, seq, ver, $19::uuid, writers, body, case_id, other_case_id, customer_id, owner_id
  from standing where ver = 1 returning 1
), changed as (
  update rows r set stream = s.stream, seq = s.seq, ver = s.ver, tag = $19::uuid, writers = s.writers, body = s.body,
    case_id = coalesce(s.case_id, r.case_id), other_case_id = coalesce(s.other_case_id, r.other_case_id),
    customer_id = s.customer_id, owner_id = s.owner_id
  from standing s where s.ver > 1 and r.kind = s.kind and r.id = s.id and r.ver = s.ver - 1 returning 1
), logged as (
  insert into log (stream, seq, kind, id, tag, moved_ver)
  select stream, seq, kind, id, $19::uuid, null from standing
  union all select stream, seq, kind, id, $19::uuid, ver from leaving
)
select (select count(*) from added) + (select count(*) from changed) as written, id as stream, head from took`

/**
 * Writes rows and their places in the order of their streams. Answers the heads that moved. `writer` is the account by
 * which blobs are named that had no name in a row before. Throws a conflict of transactions where a row is not the
 * version that it was decided over.
 */
export const writeRows = async (
  transaction: Transaction,
  rows: readonly RowToWrite[],
  writer: string | null = null,
): Promise<ReadonlyMap<string, number>> => {
  if (rows.length === 0) return new Map()
  await writeBlobNames(transaction, rows, writer)
  const counts = new Map<string, number>()
  const place = (stream: string): number => {
    const next = (counts.get(stream) ?? 0) + 1
    counts.set(stream, next)
    return next
  }
  const places = rows.map((row) => ({
    left: row.leaves === null ? 0 : place(row.leaves),
    taken: place(row.stream),
  }))
  const leaving = rows.flatMap(({ kind, id, ver, leaves }, index) =>
    leaves === null ? [] : [{ kind, id, ver, stream: leaves, place: places[index]?.left ?? 0 }],
  )
  const heads = await orLookAgain(
    'rows_pkey',
    transaction.query<{ written: number; stream: string; head: number }>(
      write,
      [
        plain([...counts.keys()]),
        plain([...counts.values()]),
        plain(rows.map(({ kind }) => kind)),
        plain(rows.map(({ id }) => id)),
        plain(rows.map(({ stream }) => stream)),
        plain(places.map(({ taken }) => taken)),
        plain(rows.map(({ ver }) => ver)),
        jsonTexts(rows.map(({ writers }) => writers)),
        jsonTexts(rows.map(({ body }) => body)),
        plain(rows.map(({ caseId }) => caseId)),
        plain(rows.map(({ otherCaseId }) => otherCaseId)),
        plain(rows.map(({ customerId }) => customerId)),
        plain(rows.map(({ ownerId }) => ownerId)),
        plain(leaving.map(({ kind }) => kind)),
        plain(leaving.map(({ id }) => id)),
        plain(leaving.map(({ stream }) => stream)),
        plain(leaving.map((row) => row.place)),
        plain(leaving.map(({ ver }) => ver)),
        randomUUID(),
      ],
      { prepared: 'rows-write' },
    ),
  )
  if ((heads[0]?.written ?? 0) < rows.length) throw lookAgain()
  return new Map(heads.map(({ stream, head }) => [stream, head]))
}
