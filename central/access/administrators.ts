import type { Sql } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'

export const hasAdministrator = async (sql: Sql): Promise<boolean> => {
  const rows = await sql.query(
    "select 1 from accounts where role = 'administrator' and disabled_at is null limit 1",
  )
  return rows.length > 0
}

/** Runs a change of accounts that must leave an administrator where there was one. */
export const keepingAdministrator = async <Result>(
  sql: Sql,
  change: () => Promise<Result>,
): Promise<Result> => {
  // Two administrators who demote each other at once would leave none.
  await sql.query('lock table accounts in share row exclusive mode')
  const before = await hasAdministrator(sql)
  const result = await change()
  if (before && !(await hasAdministrator(sql)))
    throw refuse('conflict', 'This is the last administrator. Nothing was changed. Make another one first.')
  return result
}
