import { randomUUID } from 'node:crypto'
import type { Conflict } from '../../shared/domain/conflict.ts'
import type { Case, Link, Patch, Person, TimelineEvent } from '../../shared/domain/entities.ts'
import type { DecidedRow } from '../../shared/sync/decide.ts'
import type { Row, RowKind } from '../../shared/sync/overlay.ts'
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

/** Somebody wrote a row that was not there when this transaction looked; it has to look again. */
export const lookAgain = () => Object.assign(new Error('A row was written meanwhile'), { code: '40001' })

interface Entry {
  stream: string
  row: RowToWrite
  moved: boolean
}

/**
 * Takes places in streams: one counter row for each, locked last and in id order, so that whoever reads a stream sees
 * every place up to its head, and no two writers wait for each other. Answers the last place before each lot.
 */
const takePlaces = async (transaction: Transaction, wanted: ReadonlyMap<string, number>) => {
  const bases = new Map<string, number>()
  for (const stream of [...wanted.keys()].toSorted()) {
    const count = wanted.get(stream) ?? 0
    const [row] = await transaction.query<{ head: number }>(
      `insert into streams (id, head) values ($1, $2)
       on conflict (id) do update set head = streams.head + excluded.head returning head`,
      [stream, count],
      { prepared: 'streams-take' },
    )
    bases.set(stream, (row?.head ?? count) - count)
  }
  return bases
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
  const entries = rows.flatMap((row): Entry[] => [
    ...(row.leaves === null ? [] : [{ stream: row.leaves, row, moved: true }]),
    { stream: row.stream, row, moved: false },
  ])
  const counts = new Map<string, number>()
  for (const { stream } of entries) counts.set(stream, (counts.get(stream) ?? 0) + 1)
  const next = new Map(await takePlaces(transaction, counts))
  const places = entries.map((entry) => {
    const seq = (next.get(entry.stream) ?? 0) + 1
    next.set(entry.stream, seq)
    return { ...entry, seq }
  })
  const tag = randomUUID()
  const standing = places.filter(({ moved }) => !moved)
  const column = <T>(list: typeof places, pick: (place: (typeof places)[number]) => T) => list.map(pick)
  const written = await transaction.query(
    `insert into rows (kind, id, stream, seq, ver, tag, writers, body, case_id, other_case_id, customer_id,
       owner_id)
     select * from unnest($1::text[], $2::uuid[], $3::text[], $4::bigint[], $5::int[], $6::uuid[], $7::jsonb[], $8::text[],
       $9::uuid[], $10::uuid[], $11::uuid[], $12::uuid[])
     on conflict (kind, id) do update set stream = excluded.stream, seq = excluded.seq, ver = excluded.ver,
       tag = excluded.tag, writers = excluded.writers, body = excluded.body,
       case_id = coalesce(excluded.case_id, rows.case_id),
       other_case_id = coalesce(excluded.other_case_id, rows.other_case_id), customer_id = excluded.customer_id,
       owner_id = excluded.owner_id
     where rows.ver = excluded.ver - 1 returning 1`,
    [
      column(standing, ({ row }) => row.kind),
      column(standing, ({ row }) => row.id),
      column(standing, ({ stream }) => stream),
      column(standing, ({ seq }) => seq),
      column(standing, ({ row }) => row.ver),
      column(standing, () => tag),
      column(standing, ({ row }) => row.writers),
      column(standing, ({ row }) => row.body),
      column(standing, ({ row }) => row.caseId),
      column(standing, ({ row }) => row.otherCaseId),
      column(standing, ({ row }) => row.customerId),
      column(standing, ({ row }) => row.ownerId),
    ],
    { prepared: 'rows-write' },
  )
  if (written.length < standing.length) throw lookAgain()
  await transaction.query(
    `insert into log (stream, seq, kind, id, tag, moved_ver)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::uuid[], $5::uuid[], $6::int[])`,
    [
      column(places, ({ stream }) => stream),
      column(places, ({ seq }) => seq),
      column(places, ({ row }) => row.kind),
      column(places, ({ row }) => row.id),
      column(places, () => tag),
      column(places, ({ row, moved }) => (moved ? row.ver : null)),
    ],
    { prepared: 'log-write' },
  )
  return next
}
