import { createHash, randomBytes } from 'node:crypto'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestCentral, testCentral, testPostgres } from '../../test/support/central.ts'
import { type IdentityProvider, startIdentityProvider } from '../../test/support/identity-provider.ts'
import { addAccount, setAccountDisabled } from '../access/accounts.ts'
import { commandLine } from '../access/act.ts'
import { openProvider } from './provider.ts'

const postgres = testPostgres()
let provider: IdentityProvider
beforeAll(async () => {
  provider = await startIdentityProvider()
})
afterAll(() => provider.close())

const open = async () => {
  provider.lie({})
  const database = await postgres.database()
  const central = await testCentral(database, { provider: openProvider(provider) })
  await addAccount(central.world, commandLine, { name: 'Ann', email: 'Ann@example.org' })
  return central
}

/** What a browser does with redirects and cookies, up to the answer that is no redirect to elsewhere. */
const browser = (central: TestCentral) => {
  const cookies = new Map<string, string>()
  const get = async (url: string): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      headers: url.startsWith(central.url) ? { cookie } : {},
    })
    for (const header of response.headers.getSetCookie()) {
      const [name = '', value = ''] = header.split(';')[0]?.split('=') ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const follow = async (url: string): Promise<Response> => {
    const response = await get(url)
    const location = response.headers.get('location')
    return location && location !== '/' ? follow(location) : response
  }
  return { get, follow, cookies }
}

const ann = { sub: 'subject-1', email: 'ann@example.org', email_verified: true }

const messageOf = async (response: Response) =>
  [response.status, ((await response.json()) as { error: { message: string } }).error.message] as const

test('somebody known by a verified address signs in, and later by the provider’s name for them alone', async () => {
  const central = await open()
  provider.become(ann)
  const first = browser(central)
  const response = await first.follow(`${central.url}/v1/identity/start`)
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/')
  expect(await (await first.get(`${central.url}/v1/me`)).json()).toMatchObject({ account: { name: 'Ann' } })
  expect([...first.cookies.keys()]).toEqual(['casebench_session'])
  provider.become({ sub: ann.sub, email: 'ann@elsewhere.example', email_verified: false })
  const again = browser(central)
  await again.follow(`${central.url}/v1/identity/start`)
  expect((await again.get(`${central.url}/v1/me`)).status).toBe(200)
  await central.close()
})

test.each([
  ['an address that nobody has', { sub: 'subject-2', email: 'eve@example.org', email_verified: true }],
  ['an address that is not verified', { sub: 'subject-2', email: 'ann@example.org' }],
  ['no address', { sub: 'subject-2' }],
])('%s signs nobody in', async (_, person) => {
  const central = await open()
  provider.become(person)
  const [status, message] = await messageOf(await browser(central).follow(`${central.url}/v1/identity/start`))
  expect(status).toBe(403)
  expect(message).toContain('Ask an administrator')
  await central.close()
})

test('an address that went to another person does not give them the account', async () => {
  const central = await open()
  provider.become(ann)
  await browser(central).follow(`${central.url}/v1/identity/start`)
  provider.become({ ...ann, sub: 'subject-2' })
  expect((await browser(central).follow(`${central.url}/v1/identity/start`)).status).toBe(403)
  await central.close()
})

test('a disabled user does not come in by the provider either', async () => {
  const central = await open()
  provider.become(ann)
  await browser(central).follow(`${central.url}/v1/identity/start`)
  await setAccountDisabled(central.world, commandLine, { user: 'Ann', disabled: true })
  expect((await browser(central).follow(`${central.url}/v1/identity/start`)).status).toBe(403)
  await central.close()
})

test.each([
  ['of another sign-in', { nonce: 'another' }],
  ['for another client', { aud: 'another' }],
  ['of another provider', { iss: 'https://another.example' }],
  ['too old', { exp: 1 }],
])('an identity token %s is refused', async (_, claims) => {
  const central = await open()
  provider.become(ann)
  provider.lie(claims)
  expect((await browser(central).follow(`${central.url}/v1/identity/start`)).status).toBe(403)
  await central.close()
})

test('what another browser began, or nobody, cannot be finished', async () => {
  const central = await open()
  provider.become(ann)
  const [one, two] = [browser(central), browser(central)]
  const location = async ({ get }: typeof one, url: string) => (await get(url)).headers.get('location') ?? ''
  const back = await location(one, await location(one, `${central.url}/v1/identity/start`))
  expect(back).toContain('/v1/identity/callback?code=')
  expect((await two.get(back)).status).toBe(403)
  await two.get(`${central.url}/v1/identity/start`)
  expect((await two.get(back)).status).toBe(403)
  expect((await one.get(back)).status).toBe(303)
  await central.close()
})

test('a bench gets a token by the system browser, which only it can use', async () => {
  const central = await open()
  provider.become(ann)
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const query = new URLSearchParams({ loopback: 'http://127.0.0.1:4999/back', challenge, state: 'mine' })
  const page = await browser(central).follow(`${central.url}/v1/identity/start?${query}`)
  expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  const text = await page.text()
  expect(text).toContain('It will work as <strong>Ann</strong>')
  const back = new URL((/href="([^"]+)"/.exec(text)?.[1] ?? '').replaceAll('&#38;', '&'))
  expect([back.origin, back.pathname, back.searchParams.get('state')]).toEqual([
    'http://127.0.0.1:4999',
    '/back',
    'mine',
  ])
  const code = back.searchParams.get('code')
  const exchange = (body: unknown, path = '/v1/identity/token') =>
    fetch(`${central.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  expect((await exchange({ code, verifier: randomBytes(32).toString('base64url') })).status).toBe(410)
  expect((await exchange({ link: code }, '/v1/session/link')).status).toBe(410)
  const { token } = (await (await exchange({ code, verifier })).json()) as { token: string }
  expect((await exchange({ code, verifier })).status).toBe(410)
  const device = await fetch(`${central.url}/v1/devices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'laptop', personId: v7() }),
  })
  expect(device.status).toBe(201)
  await central.close()
})

test.each([
  'https://evil.example/',
  'http://evil.example:80/',
  'http://127.0.0.1/',
  'http://a@127.0.0.1:1/',
  'javascript:1',
])('a bench at %s is not led back to', async (loopback) => {
  const central = await open()
  const query = new URLSearchParams({ loopback, challenge: 'x'.repeat(43), state: '' })
  expect((await browser(central).get(`${central.url}/v1/identity/start?${query}`)).status).toBe(400)
  await central.close()
})

test('a provider that does not answer is said to, and asked again the next time', async () => {
  const central = await testCentral(await postgres.database(), {
    provider: openProvider({ issuer: 'http://127.0.0.1:1', clientId: 'casebench' }),
  })
  const start = () => browser(central).get(`${central.url}/v1/identity/start`)
  expect(await messageOf(await start())).toEqual([
    503,
    expect.stringContaining('identity provider does not answer'),
  ])
  expect((await start()).status).toBe(503)
  expect(() => openProvider({ issuer: 'http://login.example', clientId: 'x' })).toThrow('https')
  await central.close()
})
