import { v7 } from 'uuid'
import { z } from 'zod'
import type { Sql, Transaction } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { act } from './act.ts'
import { fields } from './fields.ts'
import { newToken } from './tokens.ts'

const MOST = 100
const DAY = 24 * 60 * 60_000

export interface PersonalToken {
  readonly id: string
  readonly name: string
  readonly createdAt: Date
  readonly usedAt: Date | null
  readonly expiresAt: Date | null
}

/** A token for scripts, or to connect a bench. It is in the answer and nowhere else. */
export const createPersonalToken = async (
  transaction: Transaction,
  { accountId, name, expiresAt = null }: { accountId: string; name: string; expiresAt?: Date | null },
): Promise<{ id: string; token: string }> => {
  const { token, hash } = newToken('personal')
  const id = v7()
  const rows = await transaction.query(
    `insert into personal_tokens (id, account_id, name, token_hash, expires_at) select $1, $2, $3, $4, $5
     where (select count(*) from personal_tokens where account_id = $2 and revoked_at is null
       and (expires_at is null or expires_at > now())) < ${MOST} returning id`,
    [id, accountId, name, hash, expiresAt],
  )
  if (rows.length === 0) throw refuse('conflict', `There are ${MOST} tokens already. Revoke one first.`)
  return { id, token }
}

export const addPersonalToken = act({
  name: 'token.add',
  input: z.object({
    accountId: fields.id,
    name: fields.name,
    days: z.int().min(1).max(3_650).optional(),
  }),
  run: (transaction, { accountId, name, days }) =>
    createPersonalToken(transaction, {
      accountId,
      name,
      expiresAt: days === undefined ? null : new Date(Date.now() + days * DAY),
    }),
  told: ({ accountId, name, days }, { id }) => ({
    subject: id,
    details: { accountId, name, days: days ?? null },
  }),
})

export const revokePersonalToken = act({
  name: 'token.revoke',
  input: z.object({ accountId: fields.id, id: fields.id }),
  run: async (transaction, { accountId, id }) => {
    const rows = await transaction.query(
      'update personal_tokens set revoked_at = now() where id = $1 and account_id = $2 and revoked_at is null returning id',
      [id, accountId],
    )
    if (rows.length === 0) throw refuse('not-found', 'You have no such token, or it was revoked before.')
  },
  told: ({ accountId, id }) => ({ subject: id, details: { accountId } }),
})

export const listPersonalTokens = (sql: Sql, accountId: string): Promise<PersonalToken[]> =>
  sql.query<PersonalToken>(
    `select id, name, created_at as "createdAt", used_at as "usedAt", expires_at as "expiresAt" from personal_tokens
     where account_id = $1 and revoked_at is null order by created_at`,
    [accountId],
  )
