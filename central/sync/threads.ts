import type { TimelineEvent } from '../../shared/domain/entities.ts'
import type { Operation } from '../../shared/sync/operations.ts'
import { isReply, seenBy, type ThreadMessage } from '../../shared/sync/thread.ts'
import type { Transaction } from '../database/sql.ts'
import { distinct, readRows, type StoredRow } from './stored-rows.ts'

/** Conversations by case, and who wrote in them. */
interface Threads {
  threads: ReadonlyMap<string, ThreadMessage[]>
  people: StoredRow[]
}

/**
 * The conversations that replies among these operations go into. The rows of the cases are locked before, so that nobody
 * writes into one meanwhile.
 */
export const threadsOf = async (
  transaction: Transaction,
  operations: readonly Operation[],
): Promise<Threads> => {
  const cases = new Set(
    operations.flatMap((operation) =>
      operation.type === 'event.add' && seenBy(operation) ? [operation.payload.event.caseId] : [],
    ),
  )
  if (cases.size === 0) return { threads: new Map(), people: [] }
  // Within a text the quotes are escaped, so that only the field itself looks like this.
  const rows = await transaction.query<{ body: string }>(
    `select body from rows where kind = 'event' and case_id = any($1::uuid[]) and body like '%"lane":"customer"%'`,
    [[...cases]],
    { prepared: 'threads' },
  )
  const events = rows
    .map(({ body }) => JSON.parse(body) as TimelineEvent)
    .filter((event) => isReply(event) && event.retractedAt === null)
  const authors = events.flatMap(({ authorId }) => authorId ?? [])
  const people = await readRows(transaction, distinct(authors.map((id) => ({ kind: 'person', id }))))
  return { threads: Map.groupBy(events, ({ caseId }) => caseId), people }
}
