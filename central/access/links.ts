import type { Sql } from '../database/sql.ts'
import type { AccessWorld } from './act.ts'
import { newToken } from './tokens.ts'

const LASTS = "interval '24 hours'"

const hasAdministrator = async (sql: Sql): Promise<boolean> => {
  const rows = await sql.query(
    "select 1 from accounts where role = 'administrator' and disabled_at is null limit 1",
  )
  return rows.length > 0
}

/** A one-time link for who will be the first administrator; null once there is one. Works for a day. */
export const administratorLink = async ({ database }: AccessWorld): Promise<string | null> => {
  if (await hasAdministrator(database)) return null
  const { token, hash } = newToken('link')
  await database.query(`insert into one_time_links (token_hash, expires_at) values ($1, now() + ${LASTS})`, [
    hash,
  ])
  return token
}
