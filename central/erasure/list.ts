import { z } from 'zod'
import { instant } from '../access/answers.ts'
import type { Sql } from '../database/sql.ts'
import { erasureKinds } from './subject.ts'

export const erasureAnswer = z.object({
  id: z.string(),
  kind: z.enum(erasureKinds),
  subject: z.string(),
  at: instant,
  cases: z.int(),
  rows: z.int(),
  operations: z.int(),
  blobs: z.int(),
  /** Benches that have not said yet that they removed it. */
  waiting: z.array(z.object({ deviceName: z.string(), accountName: z.string(), revoked: z.boolean() })),
})

/** What was erased, newest first. */
export const listErasures = (sql: Sql): Promise<z.input<typeof erasureAnswer>[]> =>
  sql.query(`
select e.id, e.kind, e.subject, e.at, e.cases, e.rows, e.operations, e.blobs, coalesce((
  select json_agg(distinct jsonb_build_object('deviceName', d.name, 'accountName', a.name, 'revoked', d.revoked_at is not null))
  from erasure_holders h join devices d on d.id = h.device_id join accounts a on a.id = d.account_id
  where h.erasure_id = e.id), '[]') as waiting
from erasures e order by e.at desc limit 1000`)
