import type { PullRequest } from '../../shared/sync/protocol.ts'
import { pullAtMost, wireVersion } from '../../shared/sync/protocol.ts'
import type { Read } from '../database/procedure.ts'
import { connectionOf } from './state.ts'

/** What to ask the service for: everything after what was applied. */
export const pullCursors: Read<object, Required<PullRequest>> = (db) => {
  const connection = connectionOf(db)
  const cursors = db.all<PullRequest['cursors'][number]>(
    "select id as stream, seq, tag from streams where tag != 'taken away' and seq > 0 order by id",
  )
  return {
    wire: wireVersion,
    epoch: connection?.epoch ?? null,
    grants: connection?.grants ?? null,
    acked: connection?.acked ?? 0,
    cursors,
    limit: pullAtMost,
  }
}
