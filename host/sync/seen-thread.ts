import type { Draft } from '../../shared/sync/operations.ts'
import { isReply, type SeenThread, type ThreadMessage, threadSeen } from '../../shared/sync/thread.ts'
import type { ReadableDatabase } from '../database/database.ts'

/** The conversation of a case with its customer as it stands here, with what was taken back. */
const threadHere = (db: ReadableDatabase, caseId: string): ThreadMessage[] =>
  db.all<ThreadMessage>(
    `select e.id, e.at, p.id as authorId from events e join cases c on c.key = e.case_key
       left join people p on p.key = e.author_key
     where c.id = ? and e.lane = 'customer' and e.kind != 'change' and e.corrects is null`,
    [caseId],
  )

/** What of a conversation somebody has seen who writes into it now: for the `base` of its operation. */
export const threadOf = (db: ReadableDatabase, draft: Draft): { thread?: SeenThread } => {
  if (draft.type !== 'event.add' || !isReply(draft.payload.event)) return {}
  return { thread: threadSeen(threadHere(db, draft.payload.event.caseId)) }
}
