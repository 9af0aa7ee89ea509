import { z } from 'zod'
import type { Sql } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { act } from './act.ts'
import { insertDevice } from './devices.ts'
import { fields } from './fields.ts'
import { hashOf } from './tokens.ts'

/** A link of the first administrator belongs to nobody yet: it asks for a name and a password, which a bench has not. */
const isFirstAdministrators = async (sql: Sql, link: string): Promise<boolean> => {
  const rows = await sql.query(
    'select 1 from one_time_links where token_hash = $1 and account_id is null and used_at is null and expires_at > now()',
    [hashOf(link)],
  )
  return rows.length > 0
}

/** Turns a user's one-time link into the token of a bench, in one transaction: it is used up only if the bench is there. */
export const connectByLink = act({
  name: 'device.add',
  input: z.object({ link: z.string().max(200), name: fields.name, personId: fields.id }),
  run: async (transaction, { link, name, personId }) => {
    const [row] = await transaction.query<{ account_id: string }>(
      `update one_time_links l set used_at = now() from accounts a
       where l.token_hash = $1 and l.used_at is null and l.expires_at > now() and a.id = l.account_id
         and a.disabled_at is null returning l.account_id`,
      [hashOf(link)],
    )
    if (row) return insertDevice(transaction, { accountId: row.account_id, name, personId })
    if (await isFirstAdministrators(transaction, link))
      throw refuse(
        'conflict',
        'This link makes the first administrator. Open it in a browser; what connects a bench is made there.',
      )
    throw refuse('gone', 'This link was used before or is too old. Ask an administrator for a new one.')
  },
  told: ({ name }, { deviceId, accountId }) => ({
    subject: deviceId,
    details: { accountId, name, by: 'link' },
  }),
})
