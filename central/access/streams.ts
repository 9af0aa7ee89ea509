import { customerStream, globalStream, personStream } from '../../shared/sync/streams.ts'
import type { Sql } from '../database/sql.ts'

/**
 * The streams that an account may read: everybody's, its own, and one for each restricted customer that a team of it has
 * a grant for. A role gives none. Empty for a disabled account. In id order.
 */
export const readableStreams = async (sql: Sql, accountId: string): Promise<string[]> => {
  const rows = await sql.query<{ customer_id: string | null }>(
    `
select g.customer_id from accounts a
left join team_members m on m.account_id = a.id left join grants g on g.team_id = m.team_id
where a.id = $1 and a.disabled_at is null`,
    [accountId],
    { prepared: 'readable-streams' },
  )
  if (rows.length === 0) return []
  const customers = new Set(rows.map(({ customer_id }) => customer_id).filter((id) => id !== null))
  return [globalStream, personStream(accountId), ...[...customers].map(customerStream)].toSorted()
}
