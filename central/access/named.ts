import type { Sql } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The condition for "name or id" on a table that has both, with the value as its only parameter. */
const byNameOrId = (value: string): string => (UUID.test(value) ? 'id = $1' : 'lower(name) = lower($1)')

/** Throws `not-found` with a sentence. */
export const accountNamed = async (sql: Sql, nameOrId: string): Promise<{ id: string; name: string }> => {
  const [row] = await sql.query<{ id: string; name: string }>(
    `select id, name from accounts where ${byNameOrId(nameOrId)}`,
    [nameOrId],
  )
  if (row) return row
  throw refuse('not-found', `There is no user "${nameOrId}". See "casebench central user list".`)
}

/** Throws `not-found` with a sentence. */
export const teamNamed = async (sql: Sql, nameOrId: string): Promise<{ id: string; name: string }> => {
  const [row] = await sql.query<{ id: string; name: string }>(
    `select id, name from teams where ${byNameOrId(nameOrId)}`,
    [nameOrId],
  )
  if (row) return row
  throw refuse('not-found', `There is no team "${nameOrId}". Add it with "casebench central team add".`)
}
