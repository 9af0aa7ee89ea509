import type { Conflict } from '../domain/conflict.ts'
import { arbitrate, type Bench, type Ruling } from './arbitrate.ts'
import { type CaredKind, settingOf } from './care.ts'
import type { Operation } from './operations.ts'
import { overlay, type Row, rowKey, rowOf, rowsBy } from './overlay.ts'
import { Rejected, type Rows } from './rows.ts'
import { streamOf } from './streams.ts'

/** What a bench is told of one of its operations, once and for ever. */
export interface Result {
  id: string
  dseq: number
  outcome: 'applied' | 'conflict' | 'rejected'
  /** Why it was rejected: a code and a sentence. */
  reason?: {
    code: Rejected['reason'] | 'unknown' | 'other-content' | 'erased'
    message: string
  }
}

/** What is known when a bench's operations are decided; all of it is read in the transaction that writes them. */
export interface World {
  rows: Rows
  /** Whether a customer's rows are in a stream of their own. */
  restricted(customerId: string): boolean
  /** Whether the bench's person may read and write a stream. */
  may(stream: string): boolean
  person: string
  at: number
  skew: number
  writerOf: Bench['writerOf']
  openConflict: Bench['openConflict']
  refFor: Bench['refFor']
  thread: Bench['thread']
}

/** A row as it stands after a batch. */
export interface DecidedRow extends Row {
  stream: string
  /** The last operation that changed it. */
  operation: string
  /** Who set which cared fields in this batch. */
  writers: Record<string, string>
}

export interface Moved {
  kind: 'case' | 'person'
  id: string
  from: string
  to: string
}

export interface Decision {
  results: Result[]
  rows: DecidedRow[]
  /** Cases and people whose stream changed, with all that belongs to them. */
  moved: Moved[]
}

const forbidden = () =>
  new Rejected('forbidden', 'You have no access to what this changes, or no longer. Ask who leads the team.')

/**
 * Decides a bench's operations in their order, each on what the ones before it left. Pure: the same operations in the
 * same world give the same decision. Rows that the person may not read count as absent, so that nothing can be learnt
 * of them.
 */
export const decide = (operations: readonly Operation[], world: World): Decision => {
  const now = overlay(world.rows)
  const before = world.rows
  const touched = new Map<string, DecidedRow>()
  const conflicts = new Map<string, Conflict>()
  const place = (row: Row) => streamOf(row, { rows: now, restricted: world.restricted })
  const visible = seen(now, (row) => world.may(place(row)))
  const bench: Bench = {
    ...world,
    writerOf: (kind, id, field) =>
      touched.get(rowKey(kind, id))?.writers[field] ?? world.writerOf(kind, id, field),
    openConflict: (kind, id, field) =>
      conflicts.get(fieldKey(kind, id, field)) ?? world.openConflict(kind, id, field),
  }

  const apply = (operation: Operation): Result => {
    if (operation.type === 'case.merge') requireOneStream(operation, visible, place)
    const ruling = arbitrate(operation, visible, bench)
    const rows = rowsOf(ruling)
    const tried = overlay(now)
    for (const row of rows) tried.put(row)
    const after = (row: Row) => streamOf(row, { rows: tried, restricted: world.restricted })
    const places = rows.map((row) => {
      const was = now[row.kind](row.id)
      if (was && !world.may(place({ ...row, body: was }))) throw forbidden()
      // What goes is told where it was.
      const stream = row.body ? after(row) : place({ ...row, body: was ?? null })
      if (!world.may(stream)) throw forbidden()
      return stream
    })
    for (const [index, row] of rows.entries()) {
      const key = rowKey(row.kind, row.id)
      const writers = { ...touched.get(key)?.writers, ...writersOf(operation, row, bench.person) }
      touched.delete(key)
      touched.set(key, { ...row, stream: places[index] ?? '', operation: operation.id, writers })
      now.put(row)
    }
    for (const conflict of ruling.conflicts)
      conflicts.set(fieldKey(conflict.kind, conflict.entity, conflict.field), conflict)
    const outcome = ruling.conflicts.length > 0 ? 'conflict' : 'applied'
    return { id: operation.id, dseq: operation.dseq, outcome }
  }

  const results = operations.map((operation) => {
    try {
      return apply(operation)
    } catch (error) {
      if (!(error instanceof Rejected)) throw error
      const reason = { code: error.reason, message: error.message }
      return { id: operation.id, dseq: operation.dseq, outcome: 'rejected' as const, reason }
    }
  })
  // A later operation may have taken a case or a person elsewhere, and with it what earlier ones wrote.
  const rows = [...touched.values()].map((row) => (row.body ? { ...row, stream: place(row) } : row))
  return { results, rows, moved: movedAmong(rows, before, world.restricted) }
}

/** A merge tells the other case's readers what the merged one was; so both have the same ones. */
const requireOneStream = (
  { entity, payload }: Extract<Operation, { type: 'case.merge' }>,
  rows: Rows,
  place: (row: Row) => string,
): void => {
  const [from, into] = [rows.case(entity), rows.case(payload.into)]
  if (!from || !into) return
  const [one, other] = [from, into].map((body) => place({ kind: 'case', id: body.id, body }))
  if (one !== other)
    throw new Rejected(
      'invalid',
      'A case of a restricted customer is merged only with one of the same customer.',
    )
}

const fieldKey = (kind: CaredKind, id: string, field: string) => `${kind}:${id}:${field}`

const rowsOf = ({ puts, conflicts }: Ruling): Row[] => [
  ...puts.map(rowOf),
  ...conflicts.map((value): Row => ({ kind: 'conflict', id: value.id, body: value })),
]

const writersOf = (operation: Operation, row: Row, person: string): Record<string, string> => {
  if (settingOf(operation.type) !== row.kind || operation.entity !== row.id || !('set' in operation.payload))
    return {}
  return Object.fromEntries(Object.keys(operation.payload.set).map((field) => [field, person]))
}

/** Rows of which only those that `may` be seen are there. */
const seen = (rows: Rows, may: (row: Row) => boolean): Rows =>
  rowsBy((kind, id) => {
    const body = rows[kind](id)
    return body && may({ kind, id, body }) ? body : undefined
  })

const movedAmong = (rows: readonly DecidedRow[], before: Rows, restricted: World['restricted']): Moved[] =>
  rows.flatMap(({ kind, id, stream }) => {
    if (kind !== 'case' && kind !== 'person') return []
    const body = before[kind](id)
    const from = body && streamOf({ kind, id, body }, { rows: before, restricted })
    return from && from !== stream ? [{ kind, id, from, to: stream }] : []
  })
