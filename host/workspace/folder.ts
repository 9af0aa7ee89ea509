import type { Read } from '../database/procedure.ts'

/** Where the workspace of a case lies, and the commit of the customer's state; null where there is none. */
export const workspaceFolder: Read<{ caseId: string }, { path: string; baseline: string | null } | null> = (
  db,
  { caseId },
) =>
  db.get<{ path: string; baseline: string | null }>(
    'select path, baseline from workspaces where case_key = (select key from cases where id = ?)',
    [caseId],
  ) ?? null
