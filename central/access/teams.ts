import { v7 } from 'uuid'
import { z } from 'zod'
import { violatedIndex } from '../database/failures.ts'
import type { Sql, Transaction } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { act, type Within } from './act.ts'
import { fields } from './fields.ts'
import { accountNamed, teamNamed } from './named.ts'

export interface TeamRow {
  readonly id: string
  readonly name: string
  readonly members: readonly string[]
  readonly customers: readonly string[]
}

export const addTeam = act({
  name: 'team.add',
  input: z.object({ name: fields.name }),
  run: async (transaction, { name }) => {
    const id = v7()
    try {
      await transaction.query('insert into teams (id, name) values ($1, $2)', [id, name])
    } catch (error) {
      if (violatedIndex(error) !== 'teams_name') throw error
      throw refuse('conflict', `There is a team "${name}" already. Nothing was added. Choose another name.`)
    }
    return { id, name }
  },
  told: ({ name }, { id }) => ({ subject: id, details: { name } }),
})

export const joinTeam = async (
  transaction: Transaction,
  { teamId, accountId }: { teamId: string; accountId: string },
  { onAccessChange }: Within,
): Promise<void> => {
  const rows = await transaction.query(
    'insert into team_members (team_id, account_id) values ($1, $2) on conflict do nothing returning team_id',
    [teamId, accountId],
  )
  if (rows.length > 0) await onAccessChange(transaction, { kind: 'joined', teamId, accountId })
}

const membership = z.object({ team: fields.nameOrId, user: fields.nameOrId })

export const addMember = act({
  name: 'team.join',
  input: membership,
  run: async (transaction, { team, user }, within) => {
    const [found, account] = [await teamNamed(transaction, team), await accountNamed(transaction, user)]
    await joinTeam(transaction, { teamId: found.id, accountId: account.id }, within)
    return { team: found, user: account }
  },
  told: (_, { team, user }) => ({ subject: team.id, details: { accountId: user.id } }),
})

export const removeMember = act({
  name: 'team.leave',
  input: membership,
  run: async (transaction, { team, user }, { onAccessChange }) => {
    const [found, account] = [await teamNamed(transaction, team), await accountNamed(transaction, user)]
    const rows = await transaction.query(
      'delete from team_members where team_id = $1 and account_id = $2 returning team_id',
      [found.id, account.id],
    )
    if (rows.length > 0)
      await onAccessChange(transaction, { kind: 'left', teamId: found.id, accountId: account.id })
    return { team: found, user: account }
  },
  told: (_, { team, user }) => ({ subject: team.id, details: { accountId: user.id } }),
})

export const listTeams = (sql: Sql): Promise<TeamRow[]> =>
  sql.query<TeamRow>(`
select t.id, t.name,
  array(select a.name from team_members m join accounts a on a.id = m.account_id where m.team_id = t.id order by a.name) as members,
  array(select g.customer_id::text from grants g where g.team_id = t.id order by g.customer_id) as customers
from teams t order by lower(t.name)`)
