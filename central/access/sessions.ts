import { v7 } from 'uuid'
import type { Sql, Transaction } from '../database/sql.ts'
import { SESSION_COOKIE } from '../http/presented.ts'
import { hashOf, newToken } from './tokens.ts'

const DAYS = 7
const SECONDS = DAYS * 24 * 60 * 60

/** A session of a browser; its token is for the cookie only. It ends after a week, or after half a day unused. */
export const startSession = async (transaction: Transaction, accountId: string): Promise<string> => {
  const { token, hash } = newToken('session')
  await transaction.query(
    `insert into sessions (id, account_id, token_hash, expires_at) values ($1, $2, $3, now() + interval '${DAYS} days')`,
    [v7(), accountId, hash],
  )
  return token
}

/** Ends the session with this token, if there is one. */
export const endSession = async (sql: Sql, token: string): Promise<void> => {
  await sql.query('delete from sessions where token_hash = $1', [hashOf(token)])
}

/** Ends every session of an account but the one with this token. */
export const endOtherSessions = async (
  sql: Sql,
  accountId: string,
  token: string | undefined,
): Promise<void> => {
  await sql.query('delete from sessions where account_id = $1 and token_hash is distinct from $2', [
    accountId,
    token === undefined ? null : hashOf(token),
  ])
}

/** The header that gives a browser its session, or takes it away; scripts and other sites never see it. */
export const sessionCookie = (token: string | null, origin: string): Record<string, string> => {
  const secure = origin.startsWith('https:') ? '; Secure' : ''
  const life = token === null ? 0 : SECONDS
  return {
    'set-cookie': `${SESSION_COOKIE}=${token ?? ''}; Path=/; Max-Age=${life}; HttpOnly; SameSite=Strict${secure}`,
  }
}
