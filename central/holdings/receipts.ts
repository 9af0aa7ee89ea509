import type { z } from 'zod'
import { receipt } from '../../shared/sync/protocol.ts'
import { act } from '../access/act.ts'
import { fields } from '../access/fields.ts'
import type { Sql } from '../database/sql.ts'

/** What this ends: that the bench holds what came by a stream, up to a place where the stream goes on. */
const ended = async (
  sql: Sql,
  deviceId: string,
  { stream, upTo }: z.output<typeof receipt>,
): Promise<number> => {
  const rows = await sql.query(
    'delete from holdings where device_id = $1 and via = $2 and ($3::bigint is null or upto <= $3) returning 1',
    [deviceId, stream, upTo ?? null],
  )
  await sql.query(
    'delete from erasure_holders where device_id = $1 and via = $2 and ($3::bigint is null or upto <= $3)',
    [deviceId, stream, upTo ?? null],
  )
  return rows.length
}

/** Keeps what a bench says that it removed, with how much and when: in the audit. */
export const takeReceipt = act({
  name: 'device.purged',
  input: receipt.extend({ deviceId: fields.id }),
  run: async (transaction, { deviceId, ...told }) => ended(transaction, deviceId, told),
  told: ({ deviceId, stream, cases, rows, at }, customers) => ({
    subject: deviceId,
    details: { stream, cases, rows, customers, at: new Date(at).toISOString() },
  }),
})
