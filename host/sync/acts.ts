import { BenchError } from '../../shared/contract/error.ts'
import type { Resolution } from '../../shared/contract/sync.ts'
import type { Draft, Operation } from '../../shared/sync/operations.ts'
import { seenBy } from '../../shared/sync/thread.ts'
import { myId } from '../cases/me.ts'
import type { Write, WriteContext } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { rowsOf } from '../operations/rows.ts'
import { operationColumns, operationOf, rebaseScope } from './rebase-scope.ts'
import { threadOf } from './seen-thread.ts'
import { standingValue } from './standing.ts'
import { rowWriter } from './write-row.ts'

const needRejected = ({ db }: WriteContext, id: string) => {
  const found = db.get<Parameters<typeof operationOf>[0] & { scope: string | null }>(
    `select ${operationColumns}, scope from operations where id = ? and state = 'rejected'`,
    [id],
  )
  if (!found) throw new BenchError('not-found', 'This change does not wait for anybody any more.')
  const { scope, ...row } = found
  return { operation: operationOf(row), scope: scope ?? row.entity }
}

/** A reply that is sent after all is said at that moment, by somebody who has read what is here. */
const saidNow = ({ db, now }: WriteContext, operation: Operation): Pick<Operation, 'payload' | 'base'> => {
  if (operation.type !== 'event.add' || !seenBy(operation)) return operation
  const event = { ...operation.payload.event, at: now() }
  return { payload: { event }, base: { ...operation.base, ...threadOf(db, operation) } }
}

/** Sends a refused change once more: as a new one, since the service has answered this one for good. */
export const retryRejected: Write<{ id: string }, Record<string, never>> = (context, { id }) => {
  const { db, newId, touch } = context
  const { operation, scope } = needRejected(context, id)
  const { payload, base } = saidNow(context, operation)
  db.run(
    `insert into operations (dseq, id, type, v, entity, payload, base, at, scope)
     select (select max(dseq) from operations) + 1, ?, type, v, entity, ?, ?, at, scope from operations where dseq = ?`,
    [newId(), JSON.stringify(payload), JSON.stringify(base), operation.dseq],
  )
  db.run("update operations set state = 'forgotten', settled_at = ? where dseq = ?", [
    context.now(),
    operation.dseq,
  ])
  const writer = rowWriter(context)
  rebaseScope(db, { scope, through: [operation], writer })
  writer.finish()
  touch('outbox')
  touch('to-send')
  return {}
}

/** Gives a refused change up: what it did is no longer shown. Answers what it was. */
export const discardRejected: Write<{ id: string }, { operation: unknown }> = (context, { id }) => {
  const { db, touch, now } = context
  const { operation, scope } = needRejected(context, id)
  db.run("update operations set state = 'forgotten', settled_at = ? where dseq = ?", [now(), operation.dseq])
  const writer = rowWriter(context)
  rebaseScope(db, { scope, through: [operation], writer })
  writer.finish()
  touch('outbox')
  return { operation }
}

/** Gives up refused additions of a timeline that these drafts take back; answers the drafts that are left to do. */
export const giveUpRefused = (context: WriteContext, drafts: readonly Draft[]): Draft[] =>
  drafts.filter((draft) => {
    if (draft.type !== 'event.retract' || !draft.payload.retracted) return true
    const id = context.db.value<string>(
      `select id from operations where state = 'rejected' and state != 'settled' and type = 'event.add' and entity = ?`,
      [draft.entity],
    )
    if (id !== undefined) discardRejected(context, { id })
    return id === undefined
  })

/** Resolves a conflict with one side or with a text made of both. */
export const resolveConflict: Write<{ id: string; take: Resolution }, Record<string, never>> = (
  context,
  { id, take },
) => {
  const { db } = context
  const conflict = rowsOf(db).conflict(id)
  if (!conflict) throw new BenchError('not-found', 'This conflict is not here (any more).')
  if (conflict.state === 'resolved')
    throw new BenchError(
      'resolved-already',
      'Somebody has resolved this conflict already. Nothing was changed.',
    )
  if (take.side === 'text' && conflict.rule !== 'text')
    throw new BenchError('invalid', 'Only texts are merged. Take mine or theirs.')
  const value =
    take.side === 'mine' ? conflict.mine : take.side === 'theirs' ? standingValue(db, conflict) : take.text
  apply(context, [{ type: 'conflict.resolve', entity: id, payload: { value, by: myId(db) } }])
  return {}
}
