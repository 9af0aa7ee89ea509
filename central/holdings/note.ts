import { globalStream } from '../../shared/sync/streams.ts'
import type { OnAccessChange } from '../access/act.ts'
import type { Sql } from '../database/sql.ts'

/** Notes that a bench is about to be told these streams; before it is, so that none holds what nobody knows of. */
export const noteTold = async (sql: Sql, deviceId: string, streams: readonly string[]): Promise<void> => {
  const ofCustomers = streams.filter((stream) => stream.startsWith('customer:'))
  if (ofCustomers.length === 0) return
  await sql.query(
    `insert into holdings (device_id, customer_id, via)
     select $1, substr(stream, 10)::uuid, stream from unnest($2::text[]) as s (stream) on conflict do nothing`,
    [deviceId, ofCustomers],
  )
}

/**
 * A customer that becomes restricted leaves the global stream, which every bench may have read: each holds it until it
 * has passed that place. After `moveWithAccess`, whose places these are.
 */
export const noteHolders: OnAccessChange = async (transaction, change) => {
  if (change.kind === 'unrestricted')
    await transaction.query('delete from holdings where customer_id = $1', [change.customerId])
  if (change.kind === 'restricted')
    await transaction.query(
      `insert into holdings (device_id, customer_id, via, upto)
       select d.id, $1, s.id, s.head from devices d, streams s where s.id = '${globalStream}'
       on conflict (customer_id, device_id, via) do update set upto = excluded.upto`,
      [change.customerId],
    )
}
