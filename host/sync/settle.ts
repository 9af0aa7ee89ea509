import type { Operation } from '../../shared/sync/operations.ts'
import type { RowKind } from '../../shared/sync/overlay.ts'
import type { PushAnswer } from '../../shared/sync/protocol.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'
import type { WriteContext } from '../database/procedure.ts'
import { blankOperations, forgetNewCase } from './purge.ts'
import { operationColumns, operationOf } from './rebase-scope.ts'
import { noteScrub } from './scrub.ts'
import { makeOwn } from './versions.ts'

/** How long an operation is kept after it took effect, for a service that was restored from a backup: 35 days. */
const keptMs = 35 * 24 * 60 * 60 * 1000

/** The changes that make the row that they are about. */
const making: Readonly<Record<string, RowKind>> = {
  'case.create': 'case',
  'event.add': 'event',
  'link.add': 'link',
  'patch.create': 'patch',
}

interface Decided {
  /** The last operation of this device that the service has decided and that was pulled. */
  acked: number
  outcomes: PushAnswer['results']
  /** Called with files of what must go from the disk, since it was erased on request. */
  onErased(blobs: readonly string[]): void
}

/**
 * Takes operations that the pull has passed out of the outbox: done, or refused and waiting for a person. Answers them
 * with their scopes, which are to be shown anew.
 */
export const settle = (
  { db, now, touch }: WriteContext,
  { acked, outcomes, onErased }: Decided,
): { operation: Operation; scope: string }[] => {
  const passed = db.all<Parameters<typeof operationOf>[0] & { scope: string | null }>(
    `select ${operationColumns}, scope from operations where state = 'sent' and dseq <= ? order by dseq`,
    [acked],
  )
  const refused = new Map(
    outcomes.filter(({ outcome }) => outcome === 'rejected').map((one) => [one.id, one]),
  )
  for (const { id, dseq, type, entity } of passed) {
    const reason = refused.get(id)?.reason
    const made = making[type]
    if (refused.has(id) && made) makeOwn(db, { kind: made, id: entity })
    if (refused.has(id))
      db.run("update operations set state = 'rejected', reason = ? where dseq = ?", [
        reason?.message ?? 'The service refused it.',
        dseq,
      ])
    else db.run("update operations set state = 'settled', settled_at = ? where dseq = ?", [now(), dseq])
  }
  for (const { scope, id } of passed)
    if (scope && refused.get(id)?.reason?.code === 'forbidden' && !isHere(db, scope)) {
      blankOperations(db, scope)
      noteScrub(db, [])
    }
  for (const { scope, ...row } of passed)
    if (refused.get(row.id)?.reason?.code === 'erased') onErased(forgetErased(db, operationOf(row)))
  // The newest one stays, so that its number is not given again.
  db.run(`delete from operations where settled_at < ? and dseq < (select max(dseq) from operations)`, [
    now() - keptMs,
  ])
  touch('outbox')
  return passed.map(({ scope, ...row }) => ({ operation: operationOf(row), scope: scope ?? row.entity }))
}

/** What was erased on request is not kept here as refused either; nor a new case of an erased customer. */
const forgetErased = (db: WritableDatabase, { id, type, entity }: Operation): string[] => {
  db.run(
    "update operations set payload = '{}', base = '{}', state = 'forgotten', settled_at = at where id = ?",
    [id],
  )
  return type === 'case.create' || type === 'case.import' ? forgetNewCase(db, entity) : []
}

/**
 * How far an acknowledgement goes: not past what this copy of the bench has not sent, since a number that the service
 * knows may be another operation's, made before this bench was restored from its backup. What was sent and not heard of is
 * sent again first.
 */
export const ackedHere = (db: ReadableDatabase, acked: number): number =>
  Math.min(
    acked,
    (db.value<number>("select min(dseq) from operations where state = 'pending'") ??
      Number.MAX_SAFE_INTEGER) - 1,
  )

const isHere = (db: ReadableDatabase, scope: string): boolean =>
  db.value<number>(
    `select 1 where exists (select 1 from cases where id = @scope) or exists (select 1 from customers where id = @scope)
       or exists (select 1 from people where id = @scope)`,
    { scope },
  ) !== undefined
