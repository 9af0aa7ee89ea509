import type { HeldReply } from '../../shared/contract/sync.ts'
import type { TimelineEvent } from '../../shared/domain/entities.ts'
import { isReply, seenBy, type ThreadMessage, unseenOf } from '../../shared/sync/thread.ts'
import { myId } from '../cases/me.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { Read } from '../database/procedure.ts'
import { operationColumns, operationOf } from './rebase-scope.ts'

/** Characters of a newer message that are shown beside the reply; the timeline has the whole. */
const excerptLength = 2000

type Message = ThreadMessage & HeldReply['newer'][number]

const messagesOf = (db: ReadableDatabase, caseId: string): Message[] =>
  db.all<Message>(
    `select e.id, e.at, p.id as authorId, nullif(p.name, '') as author, substr(e.body, 1, ${excerptLength}) as body
     from events e join cases c on c.key = e.case_key left join people p on p.key = e.author_key
     where c.id = ? and e.lane = 'customer' and e.kind != 'change' and e.corrects is null and e.retracted_at is null`,
    [caseId],
  )

/** Replies to a case's customer that the service did not take, oldest first, each with what its writer had not seen. */
export const heldReplies: Read<{ caseId: string }, { replies: HeldReply[] }> = (db, { caseId }) => {
  // The list of states is that of the index of what is shown.
  const refused = db.all<Parameters<typeof operationOf>[0] & { reason: string | null }>(
    `select ${operationColumns}, reason from operations
     where scope = ? and state in ('pending', 'sent', 'rejected') and state = 'rejected' and type = 'event.add'
     order by dseq`,
    [caseId],
  )
  if (refused.length === 0) return { replies: [] }
  const [messages, writer] = [messagesOf(db, caseId), myId(db)]
  const replies = refused.flatMap(({ reason, ...row }): HeldReply[] => {
    const operation = operationOf(row)
    const { event } = operation.payload as { event: TimelineEvent }
    if (!isReply(event)) return []
    const { id: eventId, at, body, attachments = [] } = event
    const seen = seenBy(operation)
    const newer = seen ? unseenOf(messages, { seen, writer }) : []
    return [{ id: operation.id, eventId, at, body, attachments, reason, newer: newer.slice(-20) }]
  })
  return { replies }
}
