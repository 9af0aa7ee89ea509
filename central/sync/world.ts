import type { Conflict } from '../../shared/domain/conflict.ts'
import { namedBy, ownersOf, type RowName } from '../../shared/sync/coherent.ts'
import type { World } from '../../shared/sync/decide.ts'
import { isErased } from '../../shared/sync/erased.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import { rowKey } from '../../shared/sync/overlay.ts'
import type { Transaction } from '../database/sql.ts'
import { refsFor } from './refs.ts'
import { distinct, lockRows, readRows, rowsAmong, type StoredRow } from './stored-rows.ts'
import { threadsOf } from './threads.ts'

/** Who sends operations, and when. */
export interface Sender {
  person: string
  deviceId: string
  /** Streams that may be read and written. */
  streams: ReadonlySet<string>
  /** The service's clock, in milliseconds. */
  at: number
  /** What is added to the bench's clock to get the service's. */
  skew: number
}

export interface LockedWorld extends World {
  stored: ReadonlyMap<string, StoredRow>
  /** Whether an operation is about something that was erased on request. */
  erased(operation: Operation): boolean
}

/** Operations that name a row by its id only; what it belongs to is looked up, and never changes. */
const bare = new Set<Operation['type']>([
  'event.retract',
  'patch.set',
  'patch.remove',
  'link.remove',
  'conflict.resolve',
])

const ownersToo = async (transaction: Transaction, operations: readonly Operation[]): Promise<RowName[]> => {
  const wanted = distinct(operations.filter(({ type }) => bare.has(type)).flatMap(namedBy))
  const found: RowName[] = []
  let ask = wanted
  // A conflict of a patch belongs to the patch, and that to its case.
  for (let depth = 0; ask.length > 0 && depth < 3; depth += 1) {
    const rows = rowsAmong(await readRows(transaction, ask))
    ask = distinct(ask.flatMap((name) => ownersOf(name, rows)))
    found.push(...ask)
  }
  return found
}

const customersIn = (operations: readonly Operation[], stored: Iterable<StoredRow>): string[] => {
  const ids = new Set<string>()
  const note = (value: unknown) => {
    const id = (value as { customerId?: unknown } | null)?.customerId
    if (typeof id === 'string') ids.add(id)
  }
  for (const { body } of stored) if (body !== null) note(JSON.parse(body))
  for (const { type, entity, payload } of operations) {
    const { case: value, set } = payload as { case?: unknown; set?: unknown }
    note(value ?? null)
    note(set ?? null)
    if (type.startsWith('customer.')) ids.add(entity)
  }
  return [...ids]
}

const restrictedAmong = async (transaction: Transaction, customers: readonly string[]) => {
  if (customers.length === 0) return new Set<string>()
  const rows = await transaction.query<{ customer_id: string }>(
    'select customer_id from restricted_customers where customer_id = any($1::uuid[])',
    [customers],
    { prepared: 'restricted-among' },
  )
  return new Set(rows.map(({ customer_id }) => customer_id))
}

/** Customers that cases are given to; they are not locked for it. */
const customersNamed = (operations: readonly Operation[]): RowName[] =>
  distinct(
    operations.flatMap(({ payload }): RowName[] => {
      const { case: value, set } = payload as {
        case?: { customerId?: unknown }
        set?: { customerId?: unknown }
      }
      const id = value?.customerId ?? set?.customerId
      return typeof id === 'string' ? [{ kind: 'customer', id }] : []
    }),
  )

/**
 * Locks and reads everything that deciding these operations needs. Whether a customer is restricted cannot change before
 * the transaction ends.
 */
export const lockWorld = async (
  transaction: Transaction,
  { operations, sender }: { operations: readonly Operation[]; sender: Sender },
): Promise<LockedWorld> => {
  const [, owners] = await Promise.all([
    transaction.query('lock table restricted_customers in row exclusive mode'),
    ownersToo(transaction, operations),
  ])
  const names = distinct([...operations.flatMap(namedBy), ...owners])
  const [locked, customers, open] = await Promise.all([
    lockRows(transaction, names),
    readRows(transaction, customersNamed(operations)),
    openConflicts(transaction, { operations, person: sender.person }),
  ])
  const stored = new Map(locked.map((row) => [rowKey(row.kind, row.id), row]))
  const { threads, people } = await threadsOf(transaction, operations)
  const restricted = await restrictedAmong(transaction, customersIn(operations, [...locked, ...people]))
  const refs = await refsFor(transaction, { operations, known: stored })
  const erased = new Set([...locked, ...customers].filter(isErased).map(({ id }) => id))
  return {
    rows: rowsAmong([...people, ...locked]),
    stored,
    erased: (operation) =>
      erased.size > 0 &&
      [...namedBy(operation), ...customersNamed([operation])].some(({ id }) => erased.has(id)),
    restricted: (id) => restricted.has(id),
    may: (stream) => sender.streams.has(stream),
    person: sender.person,
    at: sender.at,
    skew: sender.skew,
    writerOf: (kind, id, field) => stored.get(rowKey(kind, id))?.writers[field] ?? null,
    openConflict: (kind, id, field) => open.get(`${kind}:${id}:${field}`),
    refFor: (wanted, caseId) => refs.get(caseId) ?? wanted,
    thread: (caseId) => threads.get(caseId) ?? [],
  }
}

/** Open conflicts that earlier changes of this person left in what is changed now. */
const openConflicts = async (
  transaction: Transaction,
  { operations, person }: { operations: readonly Operation[]; person: string },
): Promise<Map<string, Conflict>> => {
  const setting = operations.filter(({ base }) => Object.keys(base).length > 0).map(({ entity }) => entity)
  if (setting.length === 0) return new Map()
  const rows = await transaction.query<{ body: string }>(
    `select body from rows where kind = 'conflict' and body is not null and case_id = any($1::uuid[])`,
    [setting],
    { prepared: 'open-conflicts' },
  )
  const open = rows
    .map(({ body }) => JSON.parse(body) as Conflict)
    .filter(({ state, mineBy }) => state === 'open' && mineBy === person)
  return new Map(open.map((conflict) => [`${conflict.kind}:${conflict.entity}:${conflict.field}`, conflict]))
}
