import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { addAccount } from '../../central/access/accounts.ts'
import { commandLine } from '../../central/access/act.ts'
import { listDevices } from '../../central/access/devices.ts'
import { addLink, administratorLink, linkAddress } from '../../central/access/links.ts'
import { openProvider } from '../../central/identity/provider.ts'
import { testCentral, testPostgres } from '../support/central.ts'
import { type IdentityProvider, startIdentityProvider } from '../support/identity-provider.ts'
import { openConnected, openFreshBench } from '../support/sync-benches.ts'
import { startCli, temporaryFolder } from './cli-process.ts'

const postgres = testPostgres()
let identity: IdentityProvider
beforeAll(async () => {
  identity = await startIdentityProvider()
})
afterAll(() => identity.close())

const open = async () => {
  const provider = openProvider({ ...identity, name: 'Example login' })
  const central = await testCentral(await postgres.database(), { provider })
  onTestFinished(central.close)
  return central
}

const devicesOf = async ({ world }: Awaited<ReturnType<typeof open>>) =>
  (await listDevices(world.database, null)).map(({ accountName, revokedAt }) => [
    accountName,
    revokedAt !== null,
  ])

it('a bench that is disconnected can no longer reach the service, and keeps what it has', async () => {
  const central = await open()
  const ada = await openConnected(central, 'Ada')
  await ada.client.cases.create({ title: 'Stays here' })
  await ada.once()
  expect(await ada.client.sync.disconnect({})).toEqual({ revoked: true })
  expect(await devicesOf(central)).toEqual([['Ada', true]])
  expect(await ada.client.sync.status({})).toMatchObject({ state: 'off', url: null })
  expect((await ada.client.cases.list({ query: 'Stays' })).rows).toHaveLength(1)
  const audit = await central.world.database.query<{ act: string }>(
    "select act from audit where act = 'device.revoke' and device_id is not null",
  )
  expect(audit).toHaveLength(1)
})

it('without the service a bench is disconnected too, and says that it could not tell it', async () => {
  const central = await open()
  const ada = await openConnected(central, 'Ada')
  await ada.once()
  const other = await openConnected(central, 'Lin')
  await central.world.database.query("update devices set revoked_at = now() where name != ''")
  // What was revoked before needs nobody any more.
  expect(await other.client.sync.disconnect({})).toEqual({ revoked: true })
  await central.close()
  expect(await ada.client.sync.disconnect({})).toEqual({ revoked: false })
  expect(await ada.client.sync.status({})).toMatchObject({ state: 'off' })
})

it('a bench can end its own connection and no other one', async () => {
  const central = await open()
  await openConnected(central, 'Lin')
  const ada = await openConnected(central, 'Ada')
  const [mine, another] = await listDevices(central.world.database, null)
  const token = await ada.deviceToken()
  const revoke = (id: string) =>
    fetch(`${central.url}/v1/devices/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    })
  expect((await revoke(another?.id ?? '')).status).toBe(403)
  expect(await devicesOf(central)).toEqual([
    ['Ada', false],
    ['Lin', false],
  ])
  expect((await revoke(mine?.id ?? '')).status).toBe(204)
  expect((await revoke(mine?.id ?? '')).status).toBe(401)
})

it('a one-time link connects one bench, once, and is not used up where that fails', async () => {
  const central = await open()
  await addAccount(central.world, commandLine, { name: 'Ada', role: 'engineer' })
  const { token } = await addLink(central.world, commandLine, { user: 'Ada' })
  const link = linkAddress(central.url, token)
  const [bench, second] = [await openFreshBench(), await openFreshBench()]
  await expect(
    bench.client.sync.connect({ url: central.url, token: link.replace('127.0.0.1', 'localhost') }),
  ).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining('another service') })
  expect(await bench.client.sync.connect({ url: central.url, token: link })).toMatchObject({ person: 'Ada' })
  await bench.client.cases.create({ title: 'By link' })
  expect(await bench.once()).toMatchObject({ pushed: expect.any(Number), upToDate: true })
  await expect(second.client.sync.connect({ url: central.url, token })).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('used before'),
  })
  // Signed in again by a new link, after the bench was revoked.
  await central.world.database.query('update devices set revoked_at = now()')
  await bench.client.cases.create({ title: 'Meanwhile' })
  const { token: again } = await addLink(central.world, commandLine, { user: 'Ada' })
  await bench.client.sync.signIn({ token: linkAddress(central.url, again) })
  expect(await bench.once()).toMatchObject({ upToDate: true, rejected: 0 })
})

it('neither the link of the first administrator nor that of a disabled user connects a bench', async () => {
  const central = await open()
  const token = (await administratorLink(central.world)) ?? ''
  const bench = await openFreshBench()
  await expect(bench.client.sync.connect({ url: central.url, token })).rejects.toMatchObject({
    message: expect.stringContaining('first administrator'),
  })
  await addAccount(central.world, commandLine, { name: 'Gone', role: 'engineer' })
  const { token: old } = await addLink(central.world, commandLine, { user: 'Gone' })
  await central.world.database.query("update accounts set disabled_at = now() where name = 'Gone'")
  await expect(bench.client.sync.connect({ url: central.url, token: old })).rejects.toMatchObject({
    code: 'refused',
  })
  expect(await devicesOf(central)).toEqual([])
})

it('a bench is not signed in again as somebody else', async () => {
  const central = await open()
  const ada = await openConnected(central, 'Ada')
  const { token } = await addAccount(central.world, commandLine, { name: 'Eve', role: 'engineer' })
  // Eve has a bench of her own, so that her person is settled.
  await openConnected(central, 'Eve', { token })
  await expect(ada.client.sync.signIn({ token })).rejects.toMatchObject({
    message: expect.stringContaining('belongs to somebody else'),
  })
  expect(await ada.once()).toMatchObject({ upToDate: true })
})

/** A browser without pictures: follows redirects with cookies, and the link of the page that asks. */
const goThrough = async (address: string): Promise<Response> => {
  const cookies = new Map<string, string>()
  const get = async (url: string): Promise<Response> => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const header of response.headers.getSetCookie()) {
      const [name = '', value = ''] = header.split(';')[0]?.split('=') ?? []
      cookies.set(name, value)
    }
    const location = response.headers.get('location')
    return location ? get(new URL(location, url).href) : response
  }
  const asking = await (await get(address)).text()
  return get((/href="([^"]+)"/.exec(asking)?.[1] ?? '').replaceAll('&#38;', '&'))
}

const ada = { sub: 'subject-1', email: 'ada@example.org', email_verified: true }

type Bench = Awaited<ReturnType<typeof openFreshBench>>

/** Begins to sign in by a browser; answers the address to open and what comes of it. */
const begin = async ({ client }: Bench, url: string, signal = new AbortController().signal) => {
  const steps = client.sync.connectByBrowser({ url }, { signal })[Symbol.asyncIterator]()
  const { value } = await steps.next()
  if (value?.step !== 'open') throw new Error('Nothing was to be opened')
  const outcome = steps.next().then(({ value: step }) => step)
  outcome.catch(() => undefined)
  const query = new URL(value.url).searchParams
  return {
    address: value.url,
    back: query.get('loopback') ?? '',
    state: query.get('state') ?? '',
    outcome,
  }
}

it('a bench connects by the browser and an identity provider, and signs in again so', async () => {
  const central = await open()
  identity.become(ada)
  await addAccount(central.world, commandLine, { name: 'Ada', email: ada.email })
  const bench = await openFreshBench()
  expect(await bench.client.sync.ways({ url: central.url })).toEqual({
    url: central.url,
    identityProvider: 'Example login',
  })
  const { address, outcome } = await begin(bench, central.url)
  const last = await goThrough(address)
  expect([last.status, await last.text()]).toEqual([200, expect.stringContaining('works as Ada now')])
  expect(await outcome).toMatchObject({ step: 'connected', person: 'Ada' })
  expect(await bench.once()).toMatchObject({ upToDate: true })
  await central.world.database.query('update devices set revoked_at = now()')
  await bench.client.cases.create({ title: 'While it was revoked' })
  const again = await begin(bench, central.url)
  await goThrough(again.address)
  expect(await again.outcome).toMatchObject({ step: 'connected' })
  expect(await bench.once()).toMatchObject({ upToDate: true, rejected: 0 })
})

it('who is not known by the service connects nothing, and may try again', async () => {
  const central = await open()
  identity.become({ sub: 'stranger', email: 'eve@example.org', email_verified: true })
  const bench = await openFreshBench()
  const ending = new AbortController()
  const { address, outcome } = await begin(bench, central.url, ending.signal)
  await expect(goThrough(address)).rejects.toThrow()
  ending.abort()
  await expect(outcome).rejects.toMatchObject({ code: 'cancelled' })
  expect(await bench.client.sync.status({})).toMatchObject({ state: 'off' })
})

/** Asks a loopback address as any program of the machine can, with what headers it likes. */
const knock = (
  address: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<number> =>
  new Promise((resolve, reject) => {
    request(address, options, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    })
      .on('error', reject)
      .end()
  })

it('nothing but the one right answer of the browser is taken', async () => {
  const central = await open()
  const bench = await openFreshBench()
  const { back, state, outcome } = await begin(bench, central.url)
  const code = `cbl_${randomBytes(32).toString('base64url')}`
  const asked = (query: Record<string, string>) => `${back}?${new URLSearchParams(query)}`
  const { port } = new URL(back)
  expect(await knock(asked({ code, state: 'another' }))).toBe(403)
  expect(await knock(asked({ code, state: '' }))).toBe(403)
  expect(await knock(asked({ code: '<script>', state }))).toBe(403)
  expect(await knock(asked({ state }))).toBe(403)
  expect(await knock(`http://127.0.0.1:${port}/?${new URLSearchParams({ code, state })}`)).toBe(404)
  for (const host of ['evil.example', `localhost:${port}`, '127.0.0.1', `127.0.0.1:${port}.evil.example`])
    expect(await knock(asked({ code, state }), { headers: { host } })).toBe(421)
  expect(await knock(asked({ code, state }), { method: 'POST' })).toBe(405)
  expect(await bench.client.sync.status({})).toMatchObject({ state: 'off' })
  // Right in form, and worth nothing without a sign-in at the service.
  expect(await knock(asked({ code, state }))).toBe(200)
  await expect(outcome).rejects.toMatchObject({ code: 'refused' })
  await expect(knock(asked({ code, state }))).rejects.toThrow(/ECONNREFUSED/)
  expect(await bench.client.sync.status({})).toMatchObject({ state: 'off' })
})

it('a second answer does nothing while the first one is looked at', async () => {
  const central = await open()
  identity.become(ada)
  await addAccount(central.world, commandLine, { name: 'Ada', email: ada.email })
  const bench = await openFreshBench()
  const { back, state, outcome } = await begin(bench, central.url)
  const code = `cbl_${randomBytes(32).toString('base64url')}`
  const address = `${back}?${new URLSearchParams({ code, state })}`
  const both = await Promise.allSettled([knock(address), knock(address)])
  const statuses = both.map((one) => (one.status === 'fulfilled' ? one.value : 'gone'))
  expect(statuses.filter((status) => status === 200)).toHaveLength(1)
  await expect(outcome).rejects.toMatchObject({ code: 'refused' })
})

it('a wait for the browser ends by the person, and by another one', async () => {
  const central = await open()
  const patient = await openFreshBench()
  const ending = new AbortController()
  const first = await begin(patient, central.url, ending.signal)
  const second = await begin(patient, central.url, ending.signal)
  await expect(first.outcome).rejects.toMatchObject({ code: 'cancelled' })
  await expect(knock(first.back)).rejects.toThrow(/ECONNREFUSED/)
  ending.abort()
  await expect(second.outcome).rejects.toMatchObject({ code: 'cancelled' })
})

it('the command line prints the address to open, and connects when the browser has come back', async () => {
  const central = await open()
  identity.become(ada)
  await addAccount(central.world, commandLine, { name: 'Ada', email: ada.email })
  const data = await temporaryFolder()
  const { child, ended } = startCli(['--data', data, 'connect', central.url, '--json'], {
    env: { CASEBENCH_TOKEN: '' },
  })
  const address = await new Promise<string>((resolve) => {
    let said = ''
    child.stderr.on('data', (bytes: Buffer) => {
      said += bytes.toString()
      const found = /^ *(http\S+identity\/start\S+)$/m.exec(said)?.[1]
      if (found) resolve(found)
    })
  })
  await goThrough(address)
  const { code, stdout, stderr } = await ended
  expect(stderr).toContain('Sign in with Example login')
  expect([code, JSON.parse(stdout)]).toMatchObject([0, { url: central.url, person: 'Ada' }])
  const off = await startCli(['--data', data, 'disconnect', '--json']).ended
  expect(JSON.parse(off.stdout)).toMatchObject({ revoked: true })
  const { token } = await addLink(central.world, commandLine, { user: 'Ada' })
  const linked = await startCli(['--data', data, 'connect', linkAddress(central.url, token), '--json']).ended
  expect([linked.code, JSON.parse(linked.stdout)]).toMatchObject([0, { url: central.url, person: 'Ada' }])
})
