import { z } from 'zod'
import { instant } from '../access/answers.ts'
import type { Sql } from '../database/sql.ts'

export const holderAnswer = z.object({
  customerId: z.string(),
  deviceId: z.string(),
  deviceName: z.string(),
  accountName: z.string(),
  /** Whether its user may read the customer now. */
  allowed: z.boolean(),
  revoked: z.boolean(),
  since: instant,
  seenAt: instant,
})

/** Which benches have rows of restricted customers and have not said that they removed them; those without a right first. */
export const listHolders = (sql: Sql): Promise<z.input<typeof holderAnswer>[]> =>
  sql.query(`
select h.customer_id as "customerId", d.id as "deviceId", d.name as "deviceName", a.name as "accountName",
  min(h.since) as since, d.seen_at as "seenAt", d.revoked_at is not null as revoked,
  d.revoked_at is null and a.disabled_at is null and exists (
    select 1 from team_members m join grants g on g.team_id = m.team_id
    where m.account_id = a.id and g.customer_id = h.customer_id) as allowed
from holdings h join restricted_customers r on r.customer_id = h.customer_id
join devices d on d.id = h.device_id join accounts a on a.id = d.account_id
group by h.customer_id, d.id, a.id order by allowed, d.seen_at limit 10000`)
