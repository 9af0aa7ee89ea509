import type { Sql } from '../database/sql.ts'
import type { Presented } from '../http/presented.ts'
import type { Caller, Credential, Role } from './caller.ts'
import { hashOf, kindOf, type TokenKind } from './tokens.ts'

interface Row {
  account_id: string
  name: string
  role: Role
  person_id: string | null
  device_id: string | null
  device_name: string | null
}

/** `seen` is written at most this often, so that reading does not become writing. */
const SEEN = "interval '1 minute'"
/** A browser that was away this long signs in again. */
const IDLE = "interval '12 hours'"

const accountColumns = 'a.id as account_id, a.name, a.role, a.person_id'

/** Each finds who a token belongs to, in one statement that also notes that it was used. */
const lookups: Record<Exclude<TokenKind, 'link'>, { credential: Credential; text: string }> = {
  device: {
    credential: 'device',
    text: `
with seen as (
  update devices set seen_at = now()
  where token_hash = $1 and revoked_at is null and seen_at < now() - ${SEEN}
)
select ${accountColumns}, d.id as device_id, d.name as device_name
from devices d join accounts a on a.id = d.account_id
where d.token_hash = $1 and d.revoked_at is null and a.disabled_at is null`,
  },
  personal: {
    credential: 'token',
    text: `
with seen as (
  update personal_tokens set used_at = now()
  where token_hash = $1 and revoked_at is null and (used_at is null or used_at < now() - ${SEEN})
)
select ${accountColumns}, null as device_id, null as device_name
from personal_tokens t join accounts a on a.id = t.account_id
where t.token_hash = $1 and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
  and a.disabled_at is null`,
  },
  session: {
    credential: 'session',
    text: `
with seen as (
  update sessions set seen_at = now()
  where token_hash = $1 and expires_at > now() and seen_at > now() - ${IDLE} and seen_at < now() - ${SEEN}
)
select ${accountColumns}, null as device_id, null as device_name
from sessions s join accounts a on a.id = s.account_id
where s.token_hash = $1 and s.expires_at > now() and s.seen_at > now() - ${IDLE} and a.disabled_at is null`,
  },
}

/** Who is behind what a request presents; null where it is not, or no longer, valid. */
export const authorise = async (sql: Sql, { bearer, session }: Presented): Promise<Caller | null> => {
  const token = bearer ?? session
  const kind = token === undefined ? undefined : kindOf(token)
  if (token === undefined || kind === undefined || kind === 'link') return null
  // A session is taken from its cookie only, and the cookie holds nothing else: neither can stand in for the other.
  if ((kind === 'session') !== (bearer === undefined)) return null
  const { credential, text } = lookups[kind]
  const [row] = await sql.query<Row>(text, [hashOf(token)], { prepared: `authorise-${kind}` })
  return row ? callerOf(row, credential) : null
}

const callerOf = (row: Row, credential: Credential): Caller => ({
  account: { id: row.account_id, name: row.name, role: row.role, personId: row.person_id },
  role: row.role,
  device: row.device_id === null ? null : { id: row.device_id, name: row.device_name ?? '' },
  credential,
})
