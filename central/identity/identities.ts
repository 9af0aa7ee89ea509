import { z } from 'zod'
import { act } from '../access/act.ts'
import type { Role } from '../access/caller.ts'
import { fields } from '../access/fields.ts'
import { createPersonalToken } from '../access/personal-tokens.ts'
import { hashOf, newToken } from '../access/tokens.ts'
import type { Transaction } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { boundCode, challengeOf } from './loopback.ts'

interface AccountRow {
  id: string
  name: string
  role: Role
}

const stranger = () =>
  refuse(
    'not-allowed',
    'Nobody here is known by this identity. Ask an administrator to add you with the e-mail address of your identity provider.',
  )

const byIdentity = async (transaction: Transaction, issuer: string, subject: string) => {
  const [row] = await transaction.query<AccountRow>(
    `select a.id, a.name, a.role from identities i join accounts a on a.id = i.account_id
     where i.issuer = $1 and i.subject = $2 and a.disabled_at is null`,
    [issuer, subject],
  )
  return row
}

/**
 * The account of an identity. One that is seen for the first time is that of its verified e-mail address; from then on
 * only the provider's own name for the person counts, since addresses go to other people.
 */
export const accountOfIdentity = act({
  name: 'identity.use',
  input: z.object({ issuer: z.string(), subject: z.string(), email: fields.email.nullable() }),
  run: async (transaction, { issuer, subject, email }): Promise<AccountRow> => {
    const known = await byIdentity(transaction, issuer, subject)
    if (known) return known
    if (email === null) throw stranger()
    const added = await transaction.query(
      `insert into identities (issuer, subject, account_id)
       select $1, $2, id from accounts where lower(email) = lower($3) and disabled_at is null
       on conflict do nothing returning account_id`,
      [issuer, subject, email],
    )
    const row = added.length > 0 ? await byIdentity(transaction, issuer, subject) : undefined
    if (!row) throw stranger()
    return row
  },
  told: ({ issuer, subject }, { id }) => ({ subject: id, details: { issuer, identity: subject } }),
})

const CODE_LASTS = "interval '5 minutes'"
const TOKEN_MINUTES = 10

/** A code that leads a bench to a token, of use to nobody but who knows the verifier of the challenge. */
export const issueCode = act({
  name: 'identity.code',
  input: z.object({ accountId: fields.id, challenge: z.string() }),
  run: async (transaction, { accountId, challenge }) => {
    const { token } = newToken('link')
    await transaction.query(
      `insert into one_time_links (token_hash, account_id, expires_at) values ($1, $2, now() + ${CODE_LASTS})`,
      [hashOf(boundCode(token, challenge)), accountId],
    )
    return token
  },
  told: ({ accountId }) => ({ subject: accountId }),
})

/** A personal token for a code: for ten minutes, long enough to connect a bench. */
export const useCode = act({
  name: 'identity.token',
  input: z.object({ code: z.string().max(200), verifier: z.string().min(43).max(128) }),
  run: async (transaction, { code, verifier }) => {
    const [row] = await transaction.query<{ account_id: string }>(
      `update one_time_links l set used_at = now() from accounts a
       where l.token_hash = $1 and l.used_at is null and l.expires_at > now() and a.id = l.account_id
         and a.disabled_at is null returning l.account_id`,
      [hashOf(boundCode(code, challengeOf(verifier)))],
    )
    if (!row)
      throw refuse('gone', 'This sign-in was used before, is too old, or was begun elsewhere. Begin again.')
    const { token } = await createPersonalToken(transaction, {
      accountId: row.account_id,
      name: 'Sign-in of a bench',
      expiresAt: new Date(Date.now() + TOKEN_MINUTES * 60_000),
    })
    return { accountId: row.account_id, token }
  },
  told: (_, { accountId }) => ({ subject: accountId }),
})
