import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { connectBench, type TestCentral, testCentral, testPostgres } from '../../test/support/central.ts'
import { setAccountDisabled } from '../access/accounts.ts'
import { commandLine } from '../access/act.ts'
import { type Credential, type Role, roles } from '../access/caller.ts'
import { revokeDevice } from '../access/devices.ts'
import { startSession } from '../access/sessions.ts'
import { newToken } from '../access/tokens.ts'
import type { Database } from '../database/sql.ts'
import { type Access, isRaw, type Method, type Route } from '../http/route.ts'
import { openProvider } from '../identity/provider.ts'

const postgres = testPostgres()

/** With everything that can be switched on, so that its routes are walked too. */
const fullCentral = (database: Database): Promise<TestCentral> =>
  testCentral(database, {
    provider: openProvider({ issuer: 'http://127.0.0.1:1', clientId: 'casebench' }),
  })

/** What each route's access is meant to be. A route that is not here fails, so that nobody adds one without a thought. */
const meant: Readonly<Record<string, Access>> = {
  'GET /v1/session/ways': 'anyone',
  'GET /v1/identity/start': 'anyone',
  'GET /v1/identity/callback': 'anyone',
  'POST /v1/identity/token': 'anyone',
  'POST /v1/session': 'anyone',
  'POST /v1/session/link': 'anyone',
  'DELETE /v1/session': 'session',
  'PUT /v1/me/password': 'session',
  'GET /v1/me': 'signed-in',
  'POST /v1/devices': 'session',
  'GET /v1/devices': 'session',
  'POST /v1/devices/link': 'anyone',
  'DELETE /v1/devices/:id': 'signed-in',
  'GET /v1/tokens': 'session',
  'POST /v1/tokens': 'session',
  'DELETE /v1/tokens/:id': 'session',
  'GET /v1/admin/accounts': { roles: ['administrator'] },
  'POST /v1/admin/accounts': { roles: ['administrator'] },
  'PATCH /v1/admin/accounts/:id': { roles: ['administrator'] },
  'POST /v1/admin/accounts/:id/link': { roles: ['administrator'] },
  'GET /v1/admin/devices': { roles: ['administrator'] },
  'DELETE /v1/admin/devices/:id': { roles: ['administrator'] },
  'PUT /v1/admin/organisation': { roles: ['administrator'] },
  'GET /v1/admin/audit': { roles: ['administrator', 'auditor'] },
  'GET /v1/admin/audit/acts': { roles: ['administrator', 'auditor'] },
  'GET /v1/admin/sync': { roles: ['administrator'] },
  'GET /v1/admin/storage': { roles: ['administrator'] },
  'GET /v1/admin/customers': { roles: ['administrator'] },
  'GET /v1/admin/teams': { roles: ['administrator'] },
  'POST /v1/admin/teams': { roles: ['administrator'] },
  'PUT /v1/admin/teams/:id/members/:accountId': { roles: ['administrator'] },
  'DELETE /v1/admin/teams/:id/members/:accountId': { roles: ['administrator'] },
  'PUT /v1/admin/teams/:id/customers/:customerId': { roles: ['administrator'] },
  'DELETE /v1/admin/teams/:id/customers/:customerId': { roles: ['administrator'] },
  'GET /v1/admin/restricted-customers': { roles: ['administrator'] },
  'PUT /v1/admin/restricted-customers/:id': { roles: ['administrator'] },
  'DELETE /v1/admin/restricted-customers/:id': { roles: ['administrator'] },
  'POST /v1/sync/push': { deviceOf: ['engineer', 'lead', 'expert', 'administrator'] },
  'POST /v1/sync/pull': 'device',
  'POST /v1/sync/receipts': 'device',
  'GET /v1/admin/erasures': { roles: ['administrator', 'auditor'] },
  'POST /v1/admin/erasures': { roles: ['administrator'] },
  'GET /v1/admin/holders': { roles: ['administrator', 'auditor'] },
  'GET /v1/sync/hints': 'device',
  'POST /v1/presence': 'device',
  'GET /v1/blobs/:sha256/parts': { deviceOf: ['engineer', 'lead', 'expert', 'administrator'] },
  'PUT /v1/blobs/:sha256/parts/:part': { deviceOf: ['engineer', 'lead', 'expert', 'administrator'] },
  'POST /v1/blobs/:sha256/complete': { deviceOf: ['engineer', 'lead', 'expert', 'administrator'] },
  'HEAD /v1/blobs/:sha256': 'signed-in',
  'GET /v1/blobs/:sha256': 'signed-in',
  'GET /v1/images': { deviceOf: ['engineer', 'lead', 'administrator'] },
  'PUT /v1/images/:sha256': { deviceOf: ['engineer', 'lead', 'administrator'] },
  'GET /v1/admin/images': { roles: ['administrator', 'auditor'] },
  'DELETE /v1/admin/images/:sha256': { roles: ['administrator'] },
  'GET /': 'anyone',
  'GET /web/:digest/:file': 'anyone',
  'GET /healthz': 'anyone',
  'GET /readyz': 'anyone',
  'GET /metrics': { roles: ['administrator', 'auditor'] },
  'GET /v1/openapi.json': 'anyone',
}

type Verdict = 'in' | 401 | 403
type Headers = Readonly<Record<string, string>>

const nameOf = ({ method, path }: Pick<Route, 'method' | 'path'>): string => `${method} ${path}`

const mayEnter = (access: Access, credential: Credential, role: Role): boolean => {
  if (access === 'anyone' || access === 'signed-in') return true
  if (access === 'session') return credential !== 'device'
  if (access === 'device') return credential === 'device'
  if ('roles' in access) return credential !== 'device' && access.roles.includes(role)
  return credential === 'device' && access.deviceOf.includes(role)
}

const ask = async (central: TestCentral, route: Route, headers: Headers): Promise<number> => {
  const leaving = new AbortController()
  const hasBody = !['GET', 'HEAD'].includes(route.method) && route.body !== undefined
  const type = isRaw(route.body) ? (route.body.raw[0] ?? '') : 'application/json'
  const response = await fetch(`${central.url}${route.path.replaceAll(/:\w+/g, () => v7())}`, {
    method: route.method,
    headers: { ...headers, ...(hasBody ? { 'content-type': type } : {}) },
    signal: leaving.signal,
    ...(hasBody ? { body: '{}' } : {}),
  })
  // An answer may have no end; its head is all that is looked at.
  leaving.abort()
  return response.status
}

interface Visitor {
  /** What is sent along; made anew for each request, since one of them signs out. */
  present(): Promise<Headers>
  verdict(access: Access, method: Method): Verdict
}

/** Asks each route and holds what came of it, in the answer and in the audit, against what was to come. */
const walk = async (central: TestCentral, database: Database, visitor: Visitor): Promise<void> => {
  for (const route of central.routes) {
    const access = meant[nameOf(route)] ?? route.access
    const expected = visitor.verdict(access, route.method)
    const headers = await visitor.present()
    await database.query("delete from audit where act = 'request'")
    const status = await ask(central, route, headers)
    const told = await database.query<{ subject: string; code: string }>(
      "select subject, details->>'code' as code from audit where act = 'request'",
    )
    // What comes in may still be refused for what it asks; then the route says so, and the door has told nobody.
    const found = told.length === 0 ? 'in' : status
    expect([nameOf(route), found]).toEqual([nameOf(route), expected])
    const code = expected === 401 ? 'not-signed-in' : 'not-allowed'
    expect(told).toEqual(expected === 'in' ? [] : [{ subject: nameOf(route), code }])
    if (expected === 'in') expect([nameOf(route), status]).not.toEqual([nameOf(route), 401])
    expect([nameOf(route), status]).not.toEqual([nameOf(route), 429])
    expect([nameOf(route), status]).not.toEqual([nameOf(route), 500])
  }
}

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` })
const outside = (access: Access): Verdict => (access === 'anyone' ? 'in' : 401)

const sessionOf = (database: Database, accountId: string) =>
  database.transaction((transaction) => startSession(transaction, accountId))

test('each route has the access that was meant for it', async () => {
  const central = await fullCentral(await postgres.database())
  expect(Object.fromEntries(central.routes.map((route) => [nameOf(route), route.access]))).toEqual(meant)
  await central.close()
})

test.each(roles)('every route lets in whom it should of the role %s', async (role) => {
  const database = await postgres.database()
  for (const credential of ['session', 'token', 'device'] as const) {
    const central = await fullCentral(database)
    const bench = await connectBench(central, { name: `${role} by ${credential}`, role })
    const present = async (): Promise<Headers> => {
      if (credential === 'device') return bearer(bench.token)
      if (credential === 'token') return bearer(bench.personalToken)
      const session = await sessionOf(database, bench.accountId)
      return { cookie: `casebench_session=${session}`, origin: central.url }
    }
    await walk(central, database, {
      present,
      verdict: (access) => (mayEnter(access, credential, role) ? 'in' : 403),
    })
    await central.close()
  }
})

test('no route lets in who has nothing valid to show', async () => {
  const database = await postgres.database()
  const preparing = await fullCentral(database)
  const revoked = await connectBench(preparing, { name: 'Revoked', role: 'administrator' })
  await revokeDevice(preparing.world, commandLine, { deviceId: revoked.deviceId, accountId: null })
  const expired = await connectBench(preparing, { name: 'Expired', role: 'administrator' })
  await database.query(
    "update personal_tokens set expires_at = now() - interval '1 second' where account_id = $1",
    [expired.accountId],
  )
  const oldSession = await sessionOf(database, expired.accountId)
  await database.query("update sessions set seen_at = now() - interval '13 hours'")
  const disabled = await connectBench(preparing, { name: 'Disabled', role: 'administrator' })
  await connectBench(preparing, { name: 'Stays', role: 'administrator' })
  await setAccountDisabled(preparing.world, commandLine, { user: 'Disabled', disabled: true })
  await preparing.close()

  const visitors: Record<string, () => Promise<Headers>> = {
    nobody: async () => ({}),
    'a token that nobody has': async () => bearer(newToken('personal').token),
    'a one-time link': async () => bearer(newToken('link').token),
    'something that is no token': async () => bearer('letmein'),
    'a revoked bench': async () => bearer(revoked.token),
    'an expired token': async () => bearer(expired.personalToken),
    'a forgotten session': async () => ({ cookie: `casebench_session=${oldSession}` }),
    'the bench of a disabled account': async () => bearer(disabled.token),
    'the token of a disabled account': async () => bearer(disabled.personalToken),
    'the session of a disabled account': async () => ({
      cookie: `casebench_session=${await sessionOf(database, disabled.accountId)}`,
    }),
  }
  for (const present of Object.values(visitors)) {
    const central = await fullCentral(database)
    await walk(central, database, { present, verdict: outside })
    await central.close()
  }
})

test('no route changes anything for a page of another site', async () => {
  const database = await postgres.database()
  const central = await fullCentral(database)
  const { accountId } = await connectBench(central, { name: 'Root', role: 'administrator' })
  await walk(central, database, {
    present: async () => ({
      cookie: `casebench_session=${await sessionOf(database, accountId)}`,
      origin: 'https://elsewhere.example',
    }),
    verdict: (access, method) =>
      method !== 'GET' && method !== 'HEAD' ? 403 : mayEnter(access, 'session', 'administrator') ? 'in' : 403,
  })
  await central.close()
})
