import { v7 } from 'uuid'
import { z } from 'zod'
import { violatedIndex } from '../database/failures.ts'
import type { Sql, Transaction } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { act } from './act.ts'
import { keepingAdministrator } from './administrators.ts'
import type { Role } from './caller.ts'
import { fields } from './fields.ts'
import { accountNamed, teamNamed } from './named.ts'
import { createPersonalToken } from './personal-tokens.ts'
import { joinTeam } from './teams.ts'

export interface AccountRow {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly email: string | null
  readonly teams: readonly string[]
  readonly disabled: boolean
}

export const insertAccount = async (
  transaction: Transaction,
  { name, role, email }: { name: string; role: Role; email?: string | undefined },
): Promise<string> => {
  const id = v7()
  try {
    await transaction.query('insert into accounts (id, name, role, email) values ($1, $2, $3, $4)', [
      id,
      name,
      role,
      email ?? null,
    ])
    return id
  } catch (error) {
    const index = violatedIndex(error)
    if (index === 'accounts_name')
      throw refuse('conflict', `There is a user "${name}" already. Nothing was added. Choose another name.`)
    if (index === 'accounts_email')
      throw refuse('conflict', `Another user has the address ${email}. Nothing was added.`)
    throw error
  }
}

/** A new user, in a team if one is named, with a first token to connect a bench or run a script. */
export const addAccount = act({
  name: 'account.add',
  input: z.object({
    name: fields.name,
    role: fields.role.default('engineer'),
    email: fields.email.optional(),
    team: fields.nameOrId.optional(),
  }),
  run: async (transaction, { name, role, email, team }, within) => {
    const found = team === undefined ? undefined : await teamNamed(transaction, team)
    const id = await insertAccount(transaction, { name, role, email })
    if (found) await joinTeam(transaction, { teamId: found.id, accountId: id }, within)
    const { token } = await createPersonalToken(transaction, { accountId: id, name: 'First token' })
    return { id, name, token }
  },
  told: ({ name, role, team }, { id }) => ({ subject: id, details: { name, role, team: team ?? null } }),
})

/** Signs a user out everywhere, or lets them in again. Their benches keep what they wrote and cannot send it. */
export const setAccountDisabled = act({
  name: 'account.disable',
  input: z.object({ user: fields.nameOrId, disabled: z.boolean() }),
  run: async (transaction, { user, disabled }, { onAccessChange }) => {
    const { id, name } = await accountNamed(transaction, user)
    const at = disabled ? 'coalesce(disabled_at, now())' : 'null'
    await keepingAdministrator(transaction, () =>
      transaction.query(`update accounts set disabled_at = ${at} where id = $1`, [id]),
    )
    if (disabled) await transaction.query('delete from sessions where account_id = $1', [id])
    await onAccessChange(transaction, { kind: disabled ? 'disabled' : 'enabled', accountId: id })
    return { id, name, disabled }
  },
  told: ({ disabled }, { id }) => ({ subject: id, details: { disabled } }),
})

export const setRole = act({
  name: 'account.role',
  input: z.object({ user: fields.nameOrId, role: fields.role }),
  run: async (transaction, { user, role }) => {
    const { id, name } = await accountNamed(transaction, user)
    await keepingAdministrator(transaction, () =>
      transaction.query('update accounts set role = $2 where id = $1', [id, role]),
    )
    return { id, name, role }
  },
  told: ({ role }, { id }) => ({ subject: id, details: { role } }),
})

/** The address by which an identity provider's user is recognised the first time. */
export const setEmail = act({
  name: 'account.email',
  input: z.object({ user: fields.nameOrId, email: fields.email }),
  run: async (transaction, { user, email }) => {
    const { id, name } = await accountNamed(transaction, user)
    try {
      await transaction.query('update accounts set email = $2 where id = $1', [id, email])
    } catch (error) {
      if (violatedIndex(error) !== 'accounts_email') throw error
      throw refuse('conflict', `Another user has the address ${email}. Nothing was changed.`)
    }
    return { id, name, email }
  },
  told: ({ email }, { id }) => ({ subject: id, details: { email } }),
})

export const listAccounts = async (sql: Sql): Promise<AccountRow[]> =>
  sql.query<AccountRow>(`
select a.id, a.name, a.role, a.email, a.disabled_at is not null as disabled,
  array(select t.name from team_members m join teams t on t.id = m.team_id where m.account_id = a.id order by t.name) as teams
from accounts a order by lower(a.name)`)
