import type { z } from 'zod'
import type { Sql } from '../database/sql.ts'
import type { syncHealthAnswer } from './answers.ts'

type SyncHealth = z.input<typeof syncHealthAnswer>

const REJECTED_DAYS = 7
const REJECTED_SHOWN = 100
const DEVICES_SHOWN = 10_000

/**
 * One pass over the operations, however many benches there are: each operation is counted in the span between two
 * sightings, and a bench is behind by all spans after its own. A sighting is written at most once a minute, so that
 * minute is not held against it.
 */
const devicesText = `
with seen as (
  select array_agg(distinct seen_at + interval '1 minute' order by seen_at + interval '1 minute') as times
  from devices where revoked_at is null
), spans as (
  select width_bucket(o.at, seen.times) as span, count(*) as operations
  from operations o, seen where o.outcome != 'rejected' and seen.times is not null group by 1
)
select d.id, d.name, a.name as "accountName", d.seen_at as "seenAt", d.last_dseq::float8 as sent,
  coalesce((select sum(s.operations) from spans s
    where s.span >= width_bucket(d.seen_at + interval '1 minute', seen.times)), 0)::float8 as behind
from devices d join accounts a on a.id = d.account_id, seen
where d.revoked_at is null and a.disabled_at is null
order by behind desc, d.seen_at limit ${DEVICES_SHOWN}`

const conflictsText = `
select count(*)::float8 as open, to_timestamp(min((body::jsonb ->> 'at')::float8) / 1000) as "oldestAt"
from rows where kind = 'conflict' and body is not null and body::jsonb ->> 'state' = 'open'`

const rejectedWhere = `outcome = 'rejected' and at > now() - interval '${REJECTED_DAYS} days'`

const rejectedText = `
select o.id, o.at, o.body::jsonb ->> 'type' as type, coalesce(o.reason ->> 'code', '') as code,
  coalesce(o.reason ->> 'message', '') as message, d.name as "deviceName", a.name as "accountName"
from (select * from operations where ${rejectedWhere} order by at desc limit ${REJECTED_SHOWN}) o
join devices d on d.id = o.device_id join accounts a on a.id = d.account_id order by o.at desc`

const countOf = async (sql: Sql, what: string): Promise<number> =>
  (await sql.query<{ count: number }>(`select count(*)::float8 as count from ${what}`))[0]?.count ?? 0

/** How sync goes: who is behind, what is open, what was refused. Tells nothing of what cases say. */
export const syncHealth = async (sql: Sql): Promise<SyncHealth> => {
  const [conflicts] = await sql.query<SyncHealth['conflicts']>(conflictsText)
  return {
    devices: await sql.query<SyncHealth['devices'][number]>(devicesText),
    conflicts: conflicts ?? { open: 0, oldestAt: null },
    rejected: {
      days: REJECTED_DAYS,
      count: await countOf(sql, `operations where ${rejectedWhere}`),
      newest: await sql.query<SyncHealth['rejected']['newest'][number]>(rejectedText),
    },
    setAside: await countOf(sql, 'quarantine'),
  }
}
