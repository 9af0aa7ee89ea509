import type { Operation } from '../../shared/sync/operations.ts'
import { rowKey } from '../../shared/sync/overlay.ts'
import type { Sql, Transaction } from '../database/sql.ts'
import type { StoredRow } from './stored-rows.ts'

/** References given to a bench at a time: a person's cases of some months. */
const blockSize = 500

/** The first of `count` numbers that nobody else gets; held until the transaction ends, if it is one. */
const take = async (sql: Sql, count: number): Promise<number> => {
  const [row] = await sql.query<{ first: number }>(
    'update sync_service set next_ref = next_ref + $1 returning next_ref - $1 as first',
    [count],
  )
  if (!row) throw new Error('The service has no counter of references')
  return row.first
}

/** The next references that one bench may give to new cases, from and to inclusive. */
export const refBlock = async (sql: Sql): Promise<{ from: number; to: number }> => {
  const from = await take(sql, blockSize)
  return { from, to: from + blockSize - 1 }
}

const numberOf = (ref: string): number => Number(/^CB-(\d{1,12})$/.exec(ref)?.[1] ?? 0)

const claim = (transaction: Transaction, wanted: readonly (readonly [ref: string, caseId: string])[]) =>
  transaction.query<{ ref: string; case_id: string }>(
    `with wanted as (select * from unnest($1::text[], $2::uuid[]) as n (ref, case_id)),
     claimed as (insert into refs (ref, case_id) select * from wanted on conflict do nothing returning ref, case_id)
     select ref, case_id from claimed union select ref, case_id from refs natural join wanted`,
    [wanted.map(([ref]) => ref), wanted.map(([, id]) => id)],
    { prepared: 'refs-claim' },
  )

/**
 * The reference of each new case, by the case: the one its bench gave it, unless another case has that already. A case
 * keeps what it was given, whatever becomes of the operation.
 */
export const refsFor = async (
  transaction: Transaction,
  { operations, known }: { operations: readonly Operation[]; known: ReadonlyMap<string, StoredRow> },
): Promise<Map<string, string>> => {
  const wanted = operations.flatMap(({ type, entity, payload }) =>
    (type === 'case.create' || type === 'case.import') && !known.has(rowKey('case', entity))
      ? [[payload.case.ref, entity] as const]
      : [],
  )
  if (wanted.length === 0) return new Map()
  wanted.sort(([one], [other]) => (one < other ? -1 : 1))
  const given = new Map((await claim(transaction, wanted)).map(({ ref, case_id }) => [case_id, ref]))
  for (const [, entity] of wanted)
    while (!given.has(entity)) {
      const [got] = await claim(transaction, [[`CB-${await take(transaction, 1)}`, entity]])
      if (got) given.set(entity, got.ref)
    }
  const highest = Math.max(...wanted.map(([ref]) => numberOf(ref)))
  await transaction.query('update sync_service set next_ref = $1 where next_ref <= $2', [
    highest + 1,
    highest,
  ])
  return given
}
