import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import { baseOf } from '../../shared/sync/care.ts'
import { type Draft, operationVersion } from '../../shared/sync/operations.ts'
import { rowOf } from '../../shared/sync/overlay.ts'
import { reduce } from '../../shared/sync/reduce.ts'
import { type Put, Rejected } from '../../shared/sync/rows.ts'
import { scopeOf } from '../../shared/sync/scope.ts'
import type { WritableDatabase } from '../database/database.ts'
import type { WriteContext } from '../database/procedure.ts'
import type { Topic } from '../database/topics.ts'
import { keepSynced } from '../sync/keep-synced.ts'
import { threadOf } from '../sync/seen-thread.ts'
import { rowsOf } from './rows.ts'
import { reindex } from './search-index.ts'
import { record, type StepName } from './step.ts'
import { put } from './store.ts'

/** Recencies of the touched cases before the transaction, by case id; null for a case it makes. */
type Touched = Map<string, number | null>

/**
 * Applies drafts in order inside the caller's transaction: reduces each on the rows it finds, writes the rows,
 * records the operation in the outbox, and brings the search index up to date. With a label the whole lot becomes
 * one step of undo, or with `into` one more part of a step. Answers the step, or null where nothing changed. Throws
 * `not-found`, `exists` or `invalid`.
 */
export const apply = (context: WriteContext, drafts: readonly Draft[], as?: string | StepName): Stepped => {
  const { db } = context
  const rows = rowsOf(db)
  const touched: Touched = new Map()
  const inverse: Draft[] = []
  const done: Draft[] = []
  let dseq = db.value<number>('select coalesce(max(dseq), 0) from operations') ?? 0
  for (const draft of drafts) {
    const at = context.now()
    const outcome = reduceOrRefuse({ ...draft, at }, rows)
    if (outcome.puts.length === 0) continue
    const operation = {
      draft,
      at,
      base: { ...baseOf(draft, rows), ...threadOf(db, draft) },
      scope: scopeOf(draft, rows),
    }
    for (const change of outcome.puts) {
      remember(db, touched, change)
      keepSynced(db, rowOf(change), { rows, scope: operation.scope })
      put(db, change)
      for (const topic of topicsOfPut(change)) context.touch(topic)
    }
    dseq += 1
    enqueue(context, operation, dseq)
    context.touch('outbox')
    context.touch('to-send')
    inverse.unshift(...outcome.inverse)
    done.push(draft)
  }
  if (touched.size > 0) reindex(db, touched)
  if (as === undefined || inverse.length === 0) return { step: null }
  const name = typeof as === 'string' ? { label: as } : as
  return { step: record(context, { ...name, undo: inverse, redo: done }) }
}

const reduceOrRefuse = (operation: Draft & { at: number }, rows: Parameters<typeof reduce>[1]) => {
  try {
    return reduce(operation, rows)
  } catch (error) {
    if (!(error instanceof Rejected)) throw error
    const code = error.reason === 'missing' ? 'not-found' : error.reason
    throw new BenchError(code, error.message)
  }
}

const remember = (db: WritableDatabase, touched: Touched, change: Put) => {
  const id =
    change.kind === 'case' ? change.value.id : change.kind === 'event' ? change.value.caseId : undefined
  if (id === undefined || touched.has(id)) return
  touched.set(id, db.value<number>('select recency from cases where id = ?', [id]) ?? null)
}

interface Enqueued {
  draft: Draft
  at: number
  base: Record<string, unknown>
  scope: string
}

const enqueue = ({ db, newId }: WriteContext, { draft, at, base, scope }: Enqueued, dseq: number) =>
  db.run(
    `insert into operations (dseq, id, type, v, entity, payload, base, at, scope) values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[dseq, newId(), draft.type, operationVersion, draft.entity],
      ...[JSON.stringify(draft.payload), JSON.stringify(base), at, scope],
    ],
  )

/** The topics that a row's change concerns. */
export const topicsOfPut = (change: Put): Topic[] => {
  switch (change.kind) {
    case 'case':
      return ['cases', `case:${change.value.id}`]
    case 'event':
      return [`case:${change.value.caseId}`]
    case 'link':
    case 'unlink':
      return [`case:${change.value.fromId}`, `case:${change.value.toId}`]
    case 'patch':
    case 'no-patch':
      return [`case:${change.value.caseId}`]
    case 'customer':
    case 'no-customer':
      return ['customers']
    case 'person':
    case 'no-person':
      return ['people']
    case 'conflict':
      return ['conflicts', ...(change.value.caseId ? [`case:${change.value.caseId}` as const] : [])]
  }
}
