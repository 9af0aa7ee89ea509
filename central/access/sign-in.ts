import { z } from 'zod'
import type { Sql } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { insertAccount } from './accounts.ts'
import { type AccessWorld, type Actor, act } from './act.ts'
import { hasAdministrator } from './administrators.ts'
import { writeAudit } from './audit.ts'
import type { Role } from './caller.ts'
import { fields } from './fields.ts'
import type { Passwords } from './passwords.ts'
import { endOtherSessions, startSession } from './sessions.ts'
import { countTry } from './sign-in-tries.ts'
import { hashOf } from './tokens.ts'

export interface SignedIn {
  readonly token: string
  readonly account: { readonly id: string; readonly name: string; readonly role: Role }
}

interface AccountRow {
  id: string
  name: string
  role: Role
  password: string | null
  disabled: boolean
}

const find = async (sql: Sql, where: 'lower(name) = lower($1)' | 'id = $1', value: string) => {
  const [row] = await sql.query<AccountRow>(
    `select id, name, role, password, disabled_at is not null as disabled from accounts where ${where}`,
    [value],
  )
  return row
}

/** A session for an account that has proved who it is. */
export const openSession = act({
  name: 'session.start',
  input: z.object({ accountId: fields.id, by: z.enum(['password', 'identity']) }),
  run: async (transaction, { accountId }): Promise<SignedIn> => {
    const row = await find(transaction, 'id = $1', accountId)
    if (!row || row.disabled) throw wrong()
    const { id, name, role } = row
    return { token: await startSession(transaction, id), account: { id, name, role } }
  },
  told: ({ accountId, by }) => ({ subject: accountId, details: { by } }),
})

/** One sentence for every reason, so that nobody learns which names there are. */
const wrong = () => refuse('not-signed-in', 'The name or the password is wrong.')

export const signIn = async (
  world: AccessWorld,
  passwords: Passwords,
  { name, password, address }: { name: string; password: string; address: string },
): Promise<SignedIn> => {
  const tries = await countTry(world.database, name, address)
  const row = await find(world.database, 'lower(name) = lower($1)', name)
  const matches = await passwords.matches(row?.password ?? null, password)
  const actor: Actor = { accountId: row?.id ?? null, deviceId: null, address }
  if (!row || !matches || row.disabled) {
    await writeAudit(world.database, {
      act: 'session.start',
      outcome: 'refused',
      ...actor,
      subject: row?.id ?? '',
      details: { by: 'password' },
    })
    throw wrong()
  }
  await tries.succeeded()
  return openSession(world, actor, { accountId: row.id, by: 'password' })
}

const used = () =>
  refuse('gone', 'This link was used before or is too old. Ask an administrator for a new one.')

/**
 * Uses a one-time link: that of the first administrator, who chooses a name, or that of a user. With a password it is
 * theirs from then on. A link is used up only if this succeeds.
 */
export const redeemLink = act({
  name: 'link.use',
  input: z.object({
    link: z.string().max(200),
    name: fields.name.optional(),
    /** What is kept of the new password. */
    password: z.string().optional(),
  }),
  run: async (transaction, { link, name, password }): Promise<SignedIn> => {
    const [row] = await transaction.query<{ account_id: string | null }>(
      `update one_time_links set used_at = now()
       where token_hash = $1 and used_at is null and expires_at > now() returning account_id`,
      [hashOf(link)],
    )
    if (!row) throw used()
    let accountId = row.account_id
    if (accountId === null) {
      // Two links for the first administrator must not make two.
      await transaction.query('lock table accounts in share row exclusive mode')
      if (await hasAdministrator(transaction)) throw used()
      if (name === undefined) throw refuse('bad-input', 'Choose a name to sign in with.')
      accountId = await insertAccount(transaction, { name, role: 'administrator' })
    }
    if (password !== undefined)
      await transaction.query('update accounts set password = $2 where id = $1', [accountId, password])
    const account = await find(transaction, 'id = $1', accountId)
    if (!account || account.disabled) throw used()
    const { id, role } = account
    return { token: await startSession(transaction, id), account: { id, name: account.name, role } }
  },
  told: (_, { account }) => ({ subject: account.id, details: { role: account.role } }),
})

/** Gives an account a password, and ends its other sessions: whoever stole one is out. */
export const setPassword = act({
  name: 'password.set',
  input: z.object({ accountId: fields.id, password: z.string(), session: z.string().optional() }),
  run: async (transaction, { accountId, password, session }) => {
    await transaction.query('update accounts set password = $2 where id = $1', [accountId, password])
    await endOtherSessions(transaction, accountId, session)
  },
  told: ({ accountId }) => ({ subject: accountId }),
})

/** Throws unless the account has no password yet or this is it. */
export const requirePassword = async (
  world: AccessWorld,
  passwords: Passwords,
  {
    accountId,
    name,
    password,
    address,
  }: { accountId: string; name: string; password: string; address: string },
): Promise<void> => {
  const row = await find(world.database, 'id = $1', accountId)
  if (row?.password === null) return
  const tries = await countTry(world.database, name, address)
  if (!(await passwords.matches(row?.password ?? null, password)))
    throw refuse('not-allowed', 'The current password is wrong. Nothing was changed.')
  await tries.succeeded()
}
