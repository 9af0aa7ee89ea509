import { z } from 'zod'
import type { Sql, Transaction } from '../database/sql.ts'
import { act, type OnAccessChange } from './act.ts'
import { fields } from './fields.ts'
import { teamNamed } from './named.ts'

/**
 * The one place where a customer becomes restricted, or open to everybody again, in the caller's transaction. From here
 * on its rows belong to another stream; `onAccessChange` moves them. Opening it takes back its grants. The lock makes
 * one that restricts and one that opens follow each other. Nothing happens where it is so already.
 */
const changeRestriction = async (
  transaction: Transaction,
  { customerId, restricted }: { customerId: string; restricted: boolean },
  onAccessChange: OnAccessChange,
): Promise<void> => {
  await transaction.query('lock table restricted_customers in share row exclusive mode')
  const rows = restricted
    ? await transaction.query(
        'insert into restricted_customers (customer_id) values ($1) on conflict do nothing returning customer_id',
        [customerId],
      )
    : await transaction.query(
        'delete from restricted_customers where customer_id = $1 returning customer_id',
        [customerId],
      )
  if (rows.length > 0)
    await onAccessChange(transaction, { kind: restricted ? 'restricted' : 'unrestricted', customerId })
}

export const setRestricted = act({
  name: 'customer.restrict',
  input: z.object({ customerId: fields.id, restricted: z.boolean() }),
  run: async (transaction, input, { onAccessChange }) => {
    await changeRestriction(transaction, input, onAccessChange)
    return input
  },
  told: ({ customerId, restricted }) => ({ subject: customerId, details: { restricted } }),
})

const grantInput = z.object({ team: fields.nameOrId, customerId: fields.id })

/** Lets a team reach a customer, whom from then on nobody else does. */
export const grantCustomer = act({
  name: 'team.grant',
  input: grantInput,
  run: async (transaction, { team, customerId }, { onAccessChange }) => {
    const found = await teamNamed(transaction, team)
    await changeRestriction(transaction, { customerId, restricted: true }, onAccessChange)
    const rows = await transaction.query(
      'insert into grants (team_id, customer_id) values ($1, $2) on conflict do nothing returning team_id',
      [found.id, customerId],
    )
    if (rows.length > 0) await onAccessChange(transaction, { kind: 'granted', teamId: found.id, customerId })
    return { team: found, customerId }
  },
  told: (_, { team, customerId }) => ({ subject: customerId, details: { teamId: team.id } }),
})

/** Takes a grant back. The customer stays restricted: the last team that leaves does not open it to all. */
export const revokeCustomer = act({
  name: 'team.revoke',
  input: grantInput,
  run: async (transaction, { team, customerId }, { onAccessChange }) => {
    const found = await teamNamed(transaction, team)
    const rows = await transaction.query(
      'delete from grants where team_id = $1 and customer_id = $2 returning team_id',
      [found.id, customerId],
    )
    if (rows.length > 0) await onAccessChange(transaction, { kind: 'revoked', teamId: found.id, customerId })
    return { team: found, customerId }
  },
  told: (_, { team, customerId }) => ({ subject: customerId, details: { teamId: team.id } }),
})

export const listRestricted = async (sql: Sql): Promise<string[]> =>
  (
    await sql.query<{ customer_id: string }>(
      'select customer_id from restricted_customers order by customer_id',
    )
  ).map(({ customer_id }) => customer_id)
