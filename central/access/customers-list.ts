import type { Sql } from '../database/sql.ts'
import { readableStreams } from './streams.ts'

export interface CustomerRow {
  readonly id: string
  /** Null for who may not read it: a role opens no restricted customer, not even its name. */
  readonly name: string | null
  readonly restricted: boolean
}

/** Every customer, the restricted ones first; by name as far as this account may read them. */
export const listCustomers = async (sql: Sql, accountId: string): Promise<CustomerRow[]> =>
  sql.query<CustomerRow>(
    `select coalesce(c.id, r.customer_id) as id, r.customer_id is not null as restricted,
       case when c.stream = any($1::text[]) then c.body::jsonb ->> 'name' end as name
     from (select id, stream, body from rows where kind = 'customer' and body is not null) c
     full join restricted_customers r on r.customer_id = c.id
     order by restricted desc, lower(case when c.stream = any($1::text[]) then c.body::jsonb ->> 'name' end), 1
     limit 10000`,
    [await readableStreams(sql, accountId)],
  )
