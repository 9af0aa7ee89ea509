import { z } from 'zod'
import type { Sql, Transaction } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'

export const erasureKinds = ['case', 'customer', 'person'] as const
export type ErasureKind = (typeof erasureKinds)[number]

/** By what each kind is called, beside its id; names of different people may be the same. */
const nameOf: Record<ErasureKind, string> = { case: 'ref', customer: 'name', person: 'email' }

/** Whom or what a person means: by id, or by reference, name or e-mail address. Throws `not-found` or `conflict`. */
export const subjectNamed = async (sql: Sql, kind: ErasureKind, which: string): Promise<string> => {
  const isId = z.uuid().safeParse(which).success
  const rows = await sql.query<{ id: string }>(
    `select id from rows where kind = $1 and body is not null and ${isId ? 'id = $2::uuid' : `lower(body::json ->> '${nameOf[kind]}') = lower($2)`} limit 2`,
    [kind, which],
  )
  const [found, another] = rows
  if (!found) throw refuse('not-found', `There is no ${kind} "${which}" here. Nothing was erased.`)
  if (another)
    throw refuse('conflict', `There is more than one ${kind} "${which}". Nothing was erased. Give the id.`)
  return found.id
}

/** Somebody who works here stands in what colleagues did with them; that is another question than a customer's. */
const requireNoAccount = async (sql: Sql, personId: string): Promise<void> => {
  const rows = await sql.query('select 1 from accounts where person_id = $1 and disabled_at is null', [
    personId,
  ])
  if (rows.length > 0)
    throw refuse(
      'conflict',
      'This person is a user of this service. Nothing was erased. Disable the user first.',
    )
}

export interface Subjects {
  readonly cases: readonly string[]
  /** Everything that is erased as a whole: cases, customers, people. */
  readonly all: readonly string[]
}

/** Cases with those that were merged into them. */
const withMerged = async (transaction: Transaction, ids: readonly string[]): Promise<string[]> =>
  (
    await transaction.query<{ id: string }>(
      `with recursive whole (id) as (
         select unnest($1::uuid[])
         union select r.id from rows r join whole w on r.body::json ->> 'mergedInto' = w.id::text where r.kind = 'case'
       ) select id from whole`,
      [ids],
    )
  ).map(({ id }) => id)

const ofCustomer = async (transaction: Transaction, kind: 'case' | 'person', customerId: string) =>
  (
    await transaction.query<{ id: string }>(
      'select id from rows where kind = $1 and customer_id = $2 and body is not null',
      [kind, customerId],
    )
  ).map(({ id }) => id)

/** What goes with the one that was named. */
export const subjectsOf = async (
  transaction: Transaction,
  kind: ErasureKind,
  id: string,
): Promise<Subjects> => {
  if (kind === 'person') {
    await requireNoAccount(transaction, id)
    return { cases: [], all: [id] }
  }
  const own = kind === 'case' ? [id] : await ofCustomer(transaction, 'case', id)
  const cases = await withMerged(transaction, own)
  if (kind === 'case') return { cases, all: cases }
  return { cases, all: [id, ...(await ofCustomer(transaction, 'person', id)), ...cases] }
}
