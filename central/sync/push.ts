import { hash } from 'node:crypto'
import { decide, type Result } from '../../shared/sync/decide.ts'
import { erasedBody } from '../../shared/sync/erased.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import { rowKey } from '../../shared/sync/overlay.ts'
import { judge, type PushAnswer, type PushRequest, type SentOperation } from '../../shared/sync/protocol.ts'
import { jsonTexts, plain } from '../database/arrays.ts'
import type { Database, Transaction } from '../database/sql.ts'
import { movedWith, moveLinks } from './move.ts'
import { lockWorld, type Sender } from './world.ts'
import { orLookAgain, type RowToWrite, toWrite, writeRows } from './write.ts'

type ParsedRequest = PushRequest & { operations: SentOperation[] }

interface Known {
  id: string
  digest: string
  outcome: Result['outcome']
  reason: Result['reason'] | null
}

/**
 * What makes two operations with one id the same one; numbers and times are the device's and may differ, and a reply that
 * was taken once no longer says what its writer had seen when it comes to a restored service.
 */
const digestOf = ({ type, v, entity, base: { thread: _, ...base }, payload }: SentOperation): string =>
  hash('sha256', JSON.stringify([type, v, entity, base, payload]), 'hex')

interface Sorted {
  /** What is answered without being decided: known, wrong, or of other content. */
  answered: Map<string, Result>
  fresh: Operation[]
  repeated: { dseq: number; id: string }[]
  quarantined: SentOperation[]
  stopped: PushAnswer['stopped']
  /** The number of the last operation that is answered. */
  last: number
}

const otherContent = {
  code: 'other-content',
  message:
    'Another change has the same number in the world. This one was set aside for an administrator to look into.',
} as const

/** Why the row of operations ends before this one: a number is missing, or it is nothing that a bench sends. */
const endsBefore = (
  { id, dseq }: SentOperation,
  {
    sorted,
    missing,
    known,
  }: { sorted: Sorted; missing: PushRequest['missing']; known: ReadonlyMap<string, Known> },
): boolean => {
  const next = sorted.last + 1
  const skipped = missing && missing.from <= next && missing.to + 1 === dseq
  if (dseq > next && !skipped) return true
  if (dseq < next && !known.has(id)) return true
  return sorted.answered.has(id) || sorted.fresh.some((operation) => operation.id === id)
}

/** Finds an operation that is known its answer. */
const answerAgain = (sorted: Sorted, sent: SentOperation, { digest, outcome, reason }: Known): void => {
  const { id, dseq } = sent
  if (digest !== digestOf(sent)) {
    sorted.answered.set(id, { id, dseq, outcome: 'rejected', reason: otherContent })
    sorted.quarantined.push(sent)
    return
  }
  sorted.answered.set(id, { id, dseq, outcome, ...(reason ? { reason } : {}) })
  if (dseq > sorted.last) sorted.repeated.push({ dseq, id })
}

const sort = (
  operations: readonly SentOperation[],
  {
    last,
    missing,
    known,
  }: { last: number; missing: PushRequest['missing']; known: ReadonlyMap<string, Known> },
): Sorted => {
  const sorted: Sorted = {
    answered: new Map(),
    fresh: [],
    repeated: [],
    quarantined: [],
    stopped: undefined,
    last,
  }
  for (const sent of operations) {
    const { id, dseq } = sent
    if (endsBefore(sent, { sorted, missing, known })) return { ...sorted, stopped: 'gap' }
    const earlier = known.get(id)
    const judged = judge(sent)
    if (earlier) answerAgain(sorted, sent, earlier)
    else if ('unknown' in judged) return { ...sorted, stopped: 'unknown-operation' }
    else if ('known' in judged) sorted.fresh.push(judged.known)
    else {
      const message = `The service cannot read this change: ${judged.wrong}`
      sorted.answered.set(id, { id, dseq, outcome: 'rejected', reason: { code: 'invalid', message } })
    }
    sorted.last = Math.max(sorted.last, dseq)
  }
  return sorted
}

/**
 * Takes a bench's operations, each exactly once and in their order, and answers what came of them. One transaction: the
 * device's row first, then entity rows in order, then the counters of streams in order. `heads` are the streams that
 * moved.
 */
export const push = async (
  database: Database,
  { request, sender }: { request: ParsedRequest; sender: Sender },
): Promise<{ answer: PushAnswer; heads: ReadonlyMap<string, number> }> =>
  database.transaction(async (transaction) => {
    const [[device], known] = await Promise.all([
      transaction.query<{ last: number; account: string }>(
        'select last_dseq as last, account_id as account from devices where id = $1 for update',
        [sender.deviceId],
        { prepared: 'device-lock' },
      ),
      knownAmong(transaction, request.operations),
    ])
    const sorted = sort(request.operations, { last: device?.last ?? 0, missing: request.missing, known })
    const { results, rows, moved } = await decideAll(transaction, sorted.fresh, sender)
    for (const result of results) sorted.answered.set(result.id, result)
    const [heads] = await Promise.all([
      writeRows(transaction, rows, device?.account ?? null),
      keep(transaction, { sorted, sent: request.operations, known, deviceId: sender.deviceId }),
    ])
    await moveLinks(transaction, moved)
    const answered = request.operations.flatMap(({ id }) => sorted.answered.get(id) ?? [])
    const answer: PushAnswer = { results: answered, expected: sorted.last + 1 }
    return { answer: sorted.stopped ? { ...answer, stopped: sorted.stopped } : answer, heads }
  })

const knownAmong = async (transaction: Transaction, operations: readonly SentOperation[]) => {
  const rows = await transaction.query<Known>(
    `select id, encode(digest, 'hex') as digest, outcome, reason from operations where id = any($1::uuid[])`,
    [plain(operations.map(({ id }) => id))],
    { prepared: 'operations-known' },
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** What this was about was erased on request: it is refused, and nothing of it is kept. */
const tooLate = ({ id, dseq }: Operation): Result => ({
  ...{ id, dseq, outcome: 'rejected' },
  reason: {
    code: 'erased',
    message: 'What this change is about was erased on request. The change was not kept.',
  },
})

const keptOf = (operation: SentOperation, { reason }: Result): string =>
  reason?.code === 'erased' ? erasedBody : JSON.stringify(operation)

const decideAll = async (
  transaction: Transaction,
  operations: readonly Operation[],
  sender: Sender,
): Promise<{ results: Result[]; rows: RowToWrite[]; moved: string[] }> => {
  if (operations.length === 0) return { results: [], rows: [], moved: [] }
  const world = await lockWorld(transaction, { operations, sender })
  const late = operations.filter(world.erased)
  const decision = decide(
    late.length > 0 ? operations.filter((operation) => !late.includes(operation)) : operations,
    world,
  )
  const rows = new Map<string, RowToWrite>(
    decision.rows.map((row) => {
      const key = rowKey(row.kind, row.id)
      return [key, toWrite(row, world.stored.get(key))]
    }),
  )
  for (const moved of decision.moved)
    for (const row of await movedWith(transaction, moved, rows)) rows.set(rowKey(row.kind, row.id), row)
  return {
    results: [...decision.results, ...late.map(tooLate)],
    rows: [...rows.values()],
    moved: decision.moved.flatMap(({ kind, id }) => (kind === 'case' ? [id] : [])),
  }
}

interface Kept {
  sorted: Sorted
  sent: readonly SentOperation[]
  known: ReadonlyMap<string, Known>
  deviceId: string
}

const write = `
with fresh as (
  insert into operations (id, device_id, dseq, digest, outcome, reason, body)
  select id, $1, dseq, decode(digest, 'hex'), outcome, reason, body
  from unnest($3::uuid[], $4::bigint[], $5::text[], $6::text[], string_to_array($7, chr(30), '')::jsonb[],
    string_to_array($8, chr(30), ''))
    as n (id, dseq, digest, outcome, reason, body)
)
update devices set last_dseq = $2 where id = $1`

const keep = async (transaction: Transaction, { sorted, sent, known, deviceId }: Kept) => {
  const fresh = sent.flatMap((operation) => {
    const result = known.has(operation.id) ? undefined : sorted.answered.get(operation.id)
    return result ? [{ operation, result }] : []
  })
  // Two devices sent one operation at the same time; the second one finds it known when it looks again.
  await orLookAgain(
    'operations_pkey',
    transaction.query(
      write,
      [
        deviceId,
        sorted.last,
        plain(fresh.map(({ operation }) => operation.id)),
        plain(fresh.map(({ operation }) => operation.dseq)),
        plain(fresh.map(({ operation }) => digestOf(operation))),
        plain(fresh.map(({ result }) => result.outcome)),
        jsonTexts(fresh.map(({ result }) => (result.reason ? JSON.stringify(result.reason) : null))),
        jsonTexts(fresh.map(({ operation, result }) => keptOf(operation, result))),
      ],
      { prepared: 'operations-write' },
    ),
  )
  for (const { dseq, id } of sorted.repeated)
    await transaction.query(
      'insert into repeated_operations (device_id, dseq, operation_id) values ($1, $2, $3) on conflict do nothing',
      [deviceId, dseq, id],
    )
  for (const operation of sorted.quarantined)
    await transaction.query('insert into quarantine (operation_id, device_id, body) values ($1, $2, $3)', [
      operation.id,
      deviceId,
      JSON.stringify(operation),
    ])
}
