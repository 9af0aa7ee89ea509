import { v7 } from 'uuid'
import { z } from 'zod'
import { violatedIndex } from '../database/failures.ts'
import type { Sql, Transaction } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { act } from './act.ts'
import { fields } from './fields.ts'
import { type Organisation, organisation } from './organisation.ts'
import { newToken } from './tokens.ts'

/** More benches than a person has; a script that registers in a loop ends here. */
const MOST = 50

export interface DeviceRow {
  readonly id: string
  readonly name: string
  readonly accountId: string
  readonly accountName: string
  readonly createdAt: Date
  readonly seenAt: Date
  readonly revokedAt: Date | null
}

export interface Registered {
  readonly deviceId: string
  readonly token: string
  readonly accountId: string
  readonly accountName: string
  readonly personId: string
  readonly organisation: Organisation
}

/**
 * The person entity that an account is: fixed by the first bench that connects, which tells its own; from then on each
 * bench is told which person it has to be.
 */
const settlePerson = async (
  transaction: Transaction,
  accountId: string,
  offered: string,
): Promise<{ personId: string; accountName: string }> => {
  try {
    const [row] = await transaction.query<{ personId: string; accountName: string }>(
      `update accounts set person_id = coalesce(person_id, $2) where id = $1
       returning person_id as "personId", name as "accountName"`,
      [accountId, offered],
    )
    if (row) return row
  } catch (error) {
    if (violatedIndex(error) !== 'accounts_person') throw error
    throw refuse(
      'conflict',
      'This bench already belongs to another user of this service. Nothing was connected. Connect as that user, or use a data folder of your own.',
    )
  }
  throw refuse('not-found', 'This account is not there any more.')
}

interface NewDevice {
  readonly accountId: string
  readonly name: string
  readonly personId: string
}

/** Registers a bench of an account. Its token is in the answer and nowhere else. */
export const insertDevice = async (
  transaction: Transaction,
  { accountId, name, personId: offered }: NewDevice,
): Promise<Registered> => {
  const settled = await settlePerson(transaction, accountId, offered)
  const { token, hash } = newToken('device')
  const deviceId = v7()
  const rows = await transaction.query(
    `insert into devices (id, account_id, name, token_hash) select $1, $2, $3, $4
     where (select count(*) from devices where account_id = $2 and revoked_at is null) < ${MOST} returning id`,
    [deviceId, accountId, name, hash],
  )
  if (rows.length === 0)
    throw refuse('conflict', `You have ${MOST} connected benches. Revoke one that is not used any more.`)
  return { deviceId, token, accountId, ...settled, organisation: await organisation(transaction) }
}

export const registerDevice = act({
  name: 'device.add',
  input: z.object({ accountId: fields.id, name: fields.name, personId: fields.id }),
  run: insertDevice,
  told: ({ accountId, name }, { deviceId }) => ({ subject: deviceId, details: { accountId, name } }),
})

/** Revokes a bench: of the account that is named, or anybody's where it is null. */
export const revokeDevice = act({
  name: 'device.revoke',
  input: z.object({ deviceId: fields.id, accountId: fields.id.nullable() }),
  run: async (transaction, { deviceId, accountId }, { onAccessChange }) => {
    const [row] = await transaction.query<{ account_id: string }>(
      `update devices set revoked_at = now()
       where id = $1 and revoked_at is null and ($2::uuid is null or account_id = $2) returning account_id`,
      [deviceId, accountId],
    )
    if (!row) throw refuse('not-found', 'There is no such bench, or it was revoked before.')
    await onAccessChange(transaction, { kind: 'device-revoked', deviceId, accountId: row.account_id })
    return { accountId: row.account_id }
  },
  told: ({ deviceId }, { accountId }) => ({ subject: deviceId, details: { accountId } }),
})

/** The benches of an account, or all where it is null; revoked ones too. */
export const listDevices = (sql: Sql, accountId: string | null): Promise<DeviceRow[]> =>
  sql.query<DeviceRow>(
    `select d.id, d.name, d.account_id as "accountId", a.name as "accountName", d.created_at as "createdAt",
       d.seen_at as "seenAt", d.revoked_at as "revokedAt"
     from devices d join accounts a on a.id = d.account_id
     where $1::uuid is null or d.account_id = $1 order by d.created_at desc limit 10000`,
    [accountId],
  )
