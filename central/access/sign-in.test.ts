import { expect, test } from 'vitest'
import { connectBench, type TestCentral, testCentral, testPostgres } from '../../test/support/central.ts'
import { setAccountDisabled, setRole } from './accounts.ts'
import { commandLine } from './act.ts'
import { addLink, administratorLink } from './links.ts'

const postgres = testPostgres()

const start = async () => {
  const database = await postgres.database()
  return { database, central: await testCentral(database) }
}

const send = (central: TestCentral, path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${central.url}${path}`, {
    method: path === '/v1/me/password' ? 'PUT' : 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })

const cookieOf = (response: Response): string => response.headers.get('set-cookie')?.split(';')[0] ?? ''

const PASSWORD = 'a long enough one'

const firstAdministrator = async (central: TestCentral) => {
  const link = await administratorLink(central.world)
  const response = await send(central, '/v1/session/link', { link, name: 'Root', password: PASSWORD })
  return { link, response, cookie: cookieOf(response) }
}

test('the first link makes one administrator, once, and a session that a page can use', async () => {
  const { central } = await start()
  const other = await administratorLink(central.world)
  const { link, response, cookie } = await firstAdministrator(central)
  expect(response.status).toBe(201)
  expect(await response.json()).toMatchObject({ account: { name: 'Root', role: 'administrator' } })
  expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/)
  const me = await fetch(`${central.url}/v1/me`, { headers: { cookie } })
  expect(await me.json()).toMatchObject({ account: { name: 'Root' }, device: null })
  for (const again of [link, other])
    expect((await send(central, '/v1/session/link', { link: again, name: 'Two' })).status).toBe(410)
  expect(await administratorLink(central.world)).toBe(null)
  await central.close()
})

test('a link that could not be used is good for the next try', async () => {
  const { central } = await start()
  await connectBench(central, { name: 'Root' })
  const link = await administratorLink(central.world)
  expect((await send(central, '/v1/session/link', { link, name: 'root' })).status).toBe(409)
  expect((await send(central, '/v1/session/link', { link })).status).toBe(400)
  expect((await send(central, '/v1/session/link', { link, name: 'Ruth' })).status).toBe(201)
  await central.close()
})

test('a page of another site can change nothing with the session, nor sign anybody in', async () => {
  const { central } = await start()
  const { cookie } = await firstAdministrator(central)
  const add = (origin?: string) =>
    send(central, '/v1/admin/teams', { name: `Team ${origin}` }, { cookie, ...(origin ? { origin } : {}) })
  expect((await add()).status).toBe(403)
  expect((await add('https://elsewhere.example')).status).toBe(403)
  expect((await add('null')).status).toBe(403)
  expect((await add(central.url)).status).toBe(201)
  const signIn = { name: 'Root', password: PASSWORD }
  const elsewhere = await send(central, '/v1/session', signIn, { origin: 'https://elsewhere.example' })
  expect(elsewhere.status).toBe(403)
  await central.close()
})

test('a session token serves as a cookie only, and other tokens never as one', async () => {
  const { central } = await start()
  const { cookie } = await firstAdministrator(central)
  const bench = await connectBench(central, { name: 'Ann' })
  const me = async (headers: Record<string, string>) =>
    (await fetch(`${central.url}/v1/me`, { headers })).status
  expect(await me({ authorization: `Bearer ${cookie.split('=')[1]}` })).toBe(401)
  expect(await me({ cookie: `casebench_session=${bench.personalToken}` })).toBe(401)
  expect(await me({ cookie: `casebench_session=${bench.token}` })).toBe(401)
  expect(await me({ authorization: `Basic ${bench.token}` })).toBe(401)
  expect(await me({ authorization: `Bearer ${bench.token}`, cookie })).toBe(200)
  await central.close()
})

test('name and password sign in, whatever is wrong is answered alike, and signing out ends the session', async () => {
  const { central } = await start()
  await firstAdministrator(central)
  await connectBench(central, { name: 'No password' })
  const answers = await Promise.all(
    [
      { name: 'Root', password: 'not this one at all' },
      { name: 'Nobody', password: PASSWORD },
      { name: 'No password', password: PASSWORD },
    ].map(async (body) => {
      const response = await send(central, '/v1/session', body)
      return [response.status, await response.text()]
    }),
  )
  expect(new Set(answers.map(String)).size).toBe(1)
  expect(answers[0]?.[0]).toBe(401)
  const signedIn = await send(central, '/v1/session', { name: 'ROOT', password: PASSWORD })
  const cookie = cookieOf(signedIn)
  expect(signedIn.status).toBe(201)
  const out = await fetch(`${central.url}/v1/session`, {
    method: 'DELETE',
    headers: { cookie, origin: central.url },
  })
  expect(out.status).toBe(204)
  expect(out.headers.get('set-cookie')).toContain('Max-Age=0')
  expect((await fetch(`${central.url}/v1/me`, { headers: { cookie } })).status).toBe(401)
  await central.close()
})

test('after ten wrong passwords the right one has to wait, and no more are looked at of many at once', async () => {
  const { central, database } = await start()
  await firstAdministrator(central)
  const guess = () => send(central, '/v1/session', { name: 'root', password: 'guess guess guess' })
  const statuses = (await Promise.all(Array.from({ length: 14 }, guess))).map(({ status }) => status)
  expect(statuses.filter((status) => status === 401).length).toBeLessThanOrEqual(10)
  let tries = 1
  while ((await guess()).status === 401 && tries <= 11) tries += 1
  expect(tries).toBeLessThanOrEqual(11)
  const right = await send(central, '/v1/session', { name: 'Root', password: PASSWORD })
  expect(right.status).toBe(429)
  expect(right.headers.get('retry-after')).toBe('900')
  await database.query("update sign_in_failures set at = at - interval '16 minutes'")
  expect((await send(central, '/v1/session', { name: 'Root', password: PASSWORD })).status).toBe(201)
  await central.close()
})

test('a new password needs the old one and ends the other sessions', async () => {
  const { central } = await start()
  const { cookie } = await firstAdministrator(central)
  const other = cookieOf(await send(central, '/v1/session', { name: 'Root', password: PASSWORD }))
  const change = (current: string) =>
    send(
      central,
      '/v1/me/password',
      { current, password: 'another long one' },
      { cookie, origin: central.url },
    )
  expect((await change('wrong')).status).toBe(403)
  expect((await change(PASSWORD)).status).toBe(204)
  const me = async (session: string) =>
    (await fetch(`${central.url}/v1/me`, { headers: { cookie: session } })).status
  expect([await me(cookie), await me(other)]).toEqual([200, 401])
  expect((await send(central, '/v1/session', { name: 'Root', password: PASSWORD })).status).toBe(401)
  expect((await send(central, '/v1/session', { name: 'Root', password: 'another long one' })).status).toBe(
    201,
  )
  await central.close()
})

test('a user signs in by a link of an administrator; the last administrator stays', async () => {
  const { central } = await start()
  await firstAdministrator(central)
  const ann = await connectBench(central, { name: 'Ann' })
  const { token: older } = await addLink(central.world, commandLine, { user: 'Ann' })
  const { token: link } = await addLink(central.world, commandLine, { user: 'Ann' })
  expect((await send(central, '/v1/session/link', { link: older })).status).toBe(410)
  const response = await send(central, '/v1/session/link', { link, password: PASSWORD })
  expect(await response.json()).toMatchObject({ account: { id: ann.accountId, role: 'engineer' } })
  const disable = setAccountDisabled(central.world, commandLine, { user: 'Root', disabled: true })
  await expect(disable).rejects.toMatchObject({ code: 'conflict' })
  await setRole(central.world, commandLine, { user: 'Ann', role: 'administrator' })
  await setAccountDisabled(central.world, commandLine, { user: 'Root', disabled: true })
  expect((await send(central, '/v1/session', { name: 'Root', password: PASSWORD })).status).toBe(401)
  await central.close()
})
