import { z } from 'zod'
import type { Sql } from '../database/sql.ts'

export interface AuditRow {
  readonly id: number
  readonly at: Date
  readonly act: string
  readonly outcome: 'done' | 'refused'
  readonly accountId: string | null
  readonly accountName: string | null
  readonly deviceId: string | null
  readonly address: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}

/** Entries older than the one with the id `before`, newest first; those of one act, or all. */
export const listAudit = (
  sql: Sql,
  { before, limit, act }: { before: number | null; limit: number; act: string | null },
): Promise<AuditRow[]> =>
  sql.query<AuditRow>(
    `select u.id, u.at, u.act, u.outcome, u.account_id as "accountId", a.name as "accountName",
       u.device_id as "deviceId", u.address, u.subject, u.details
     from audit u left join accounts a on a.id = u.account_id
     where ($1::bigint is null or u.id < $1) and ($3::text is null or u.act = $3) order by u.id desc limit $2`,
    [before, limit, act],
  )

/** The names of all acts that were ever told. */
export const listActs = async (sql: Sql): Promise<string[]> =>
  (await sql.query<{ act: string }>('select distinct act from audit order by act')).map(({ act }) => act)

const isId = (value: unknown): value is string => z.uuid().safeParse(value).success

/**
 * What the ids in entries are called, of people, teams, benches and tokens. Customers have no name here: no role opens a
 * restricted one.
 */
export const namesIn = async (sql: Sql, entries: readonly AuditRow[]): Promise<Record<string, string>> => {
  const ids = entries.flatMap(({ subject, details }) => [subject, ...Object.values(details)]).filter(isId)
  const named = ['accounts', 'teams', 'devices', 'personal_tokens'].map(
    (table) => `select id, name from ${table} where id = any($1::uuid[])`,
  )
  const rows = await sql.query<{ id: string; name: string }>(named.join(' union all '), [ids])
  return Object.fromEntries(rows.map(({ id, name }) => [id, name]))
}
