import { presenceRequest, presenceTold } from '../../shared/sync/presence.ts'
import { readableStreams } from '../access/streams.ts'
import type { Database } from '../database/sql.ts'
import { type Route, route } from '../http/route.ts'
import type { Presence } from './presence.ts'

export interface PresenceWorld {
  database: Database
  presence: Presence
}

/** Of these cases the ones that an account may read. Others and such as do not exist are the same to it. */
const readableAmong = async (
  database: Database,
  { accountId, cases }: { accountId: string; cases: readonly string[] },
): Promise<ReadonlySet<string>> => {
  if (cases.length === 0) return new Set()
  const streams = await readableStreams(database, accountId)
  const rows = await database.query<{ id: string }>(
    `select id from rows where kind = 'case' and id = any($1::uuid[]) and stream = any($2::text[]) and body is not null`,
    [cases, streams],
    { prepared: 'cases-readable' },
  )
  return new Set(rows.map(({ id }) => id))
}

export const presenceRoutes = ({ database, presence }: PresenceWorld): Route[] => [
  route({
    method: 'POST',
    path: '/v1/presence',
    summary: 'Say which cases a bench has before it and hear who else has; it counts for 45 seconds',
    access: 'device',
    body: presenceRequest,
    answer: presenceTold,
    limits: { body: 16 * 1024, perMinute: 240 },
    async handle({ body, caller }) {
      const { account, device } = caller
      const wanted = new Map(body.cases.map(({ caseId, doing }) => [caseId, doing]))
      const readable = await readableAmong(database, { accountId: account.id, cases: [...wanted.keys()] })
      const cases = [...wanted]
        .filter(([caseId]) => readable.has(caseId))
        .map(([caseId, doing]) => ({ caseId, doing }))
      presence.say({ deviceId: device.id, personId: account.personId, cases })
      return presence.seenBy(device.id)
    },
  }),
]
