import { z } from 'zod'
import { type AccessWorld, act } from './act.ts'
import { hasAdministrator } from './administrators.ts'
import { fields } from './fields.ts'
import { accountNamed } from './named.ts'
import { newToken } from './tokens.ts'

const LASTS = "interval '24 hours'"

/** A one-time link for who will be the first administrator; null once there is one. Works for a day. */
export const administratorLink = async ({ database }: AccessWorld): Promise<string | null> => {
  if (await hasAdministrator(database)) return null
  const { token, hash } = newToken('link')
  await database.query(`insert into one_time_links (token_hash, expires_at) values ($1, now() + ${LASTS})`, [
    hash,
  ])
  return token
}

/** A one-time link that signs a user in, and lets them choose a password. Works for a day; a new one ends older ones. */
export const addLink = act({
  name: 'link.add',
  input: z.object({ user: fields.nameOrId }),
  run: async (transaction, { user }) => {
    const { id, name } = await accountNamed(transaction, user)
    const { token, hash } = newToken('link')
    await transaction.query('delete from one_time_links where account_id = $1', [id])
    await transaction.query(
      `insert into one_time_links (token_hash, account_id, expires_at) values ($1, $2, now() + ${LASTS})`,
      [hash, id],
    )
    return { id, name, token }
  },
  told: (_, { id }) => ({ subject: id }),
})

/** The address to open; what stands after # is not sent to any server or proxy, nor written to their logs. */
export const linkAddress = (url: string, token: string): string => `${url}/#link=${token}`
