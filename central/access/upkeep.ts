import type { Sql } from '../database/sql.ts'

/** What is over, and how long what is told about it is kept. */
const statements = [
  "delete from sessions where expires_at < now() or seen_at < now() - interval '12 hours'",
  "delete from one_time_links where expires_at < now() - interval '7 days'",
  "delete from personal_tokens where expires_at < now() - interval '7 days'",
  "delete from sign_in_failures where at < now() - interval '1 day'",
  "delete from audit where at < now() - interval '400 days'",
]

/** Removes what has no more use. Any process may do it at any time. */
export const tidy = async (sql: Sql): Promise<void> => {
  for (const statement of statements) await sql.query(statement)
}
