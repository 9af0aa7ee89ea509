import { BenchError } from '../../shared/contract/error.ts'
import { idOf } from '../cases/detail.ts'
import type { Done, Write } from '../database/procedure.ts'

/**
 * Notes where the workspace of a case lies; what was unpacked into an earlier folder is forgotten. Throws `exists` where
 * another case has that folder, `not-found`.
 */
export const keepWorkspace: Write<{ caseId: string; path: string }, Done> = (
  { db, now, touch },
  { caseId, path },
) => {
  if (!idOf(db, caseId)) throw new BenchError('not-found', 'This case is not here (any more).')
  const other = db.value<string>(
    'select c.ref from workspaces w join cases c on c.key = w.case_key where w.path = ? and c.id != ?',
    [path, caseId],
  )
  if (other) throw new BenchError('exists', `${path} is the workspace of ${other}. Choose another folder.`)
  db.run(
    `insert into workspaces (case_key, path, created_at) values ((select key from cases where id = ?), ?, ?)
     on conflict (case_key) do update set path = excluded.path, created_at = excluded.created_at, baseline = null`,
    [caseId, path, now()],
  )
  touch(`workspace:${caseId}`)
  return {}
}

/** Notes the commit of the customer's state. */
export const keepBaseline: Write<{ caseId: string; baseline: string }, Done> = (
  { db, touch },
  { caseId, baseline },
) => {
  db.run('update workspaces set baseline = ? where case_key = (select key from cases where id = ?)', [
    baseline,
    caseId,
  ])
  touch(`workspace:${caseId}`)
  return {}
}
