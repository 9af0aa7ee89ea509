import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../central/database/database.ts'
import { type Cluster, openCluster } from '../../central/database/embedded/cluster.ts'
import { centralCommand, startCentral } from './central-command.ts'
import { startCli } from './cli-process.ts'
import { certificate, certificateKey } from './serve-certificate.ts'

const folderForAll = () => {
  const folder = mkdtempSync(join(tmpdir(), 'central-'))
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

const me = (url: string, token: string) =>
  fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${token}` } })

const usingDatabase = async <Result>(
  dataDir: string,
  work: (database: ReturnType<typeof openDatabase>) => Promise<Result>,
) => {
  const cluster: Cluster = await openCluster({ folder: dataDir })
  const database = openDatabase({ url: cluster.url(), connections: 1 })
  try {
    return await work(database)
  } finally {
    await database.close()
    await cluster.close()
  }
}

it('users and teams are managed while a service runs and while none does', async () => {
  const data = folderForAll()
  const ann = (await centralCommand(data, 'user', 'add', 'Ann')) as { id: string; token: string }
  const central = await startCentral(data)
  expect(central.adminLink).toMatch(new RegExp(`^${central.url}/#link=cbl_`))
  expect((await me(central.url, ann.token)).status).toBe(200)
  await centralCommand(data, 'team', 'add', 'Field')
  await centralCommand(data, 'team', 'join', 'field', 'ann')
  const customer = v7()
  await centralCommand(data, 'team', 'grant', 'Field', customer)
  expect(await (await me(central.url, ann.token)).json()).toMatchObject({
    streams: [`customer:${customer}`, 'global', `person:${ann.id}`],
  })
  const bob = await centralCommand(data, 'user', 'add', 'Bob', '--role', 'administrator', '--team', 'Field')
  expect(bob).toMatchObject({ name: 'Bob', token: expect.stringMatching(/^cbt_/) })
  const another = (await centralCommand(data, 'user', 'token', 'ann')) as { token: string }
  const connected = await fetch(`${central.url}/v1/devices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${another.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'laptop', personId: v7() }),
  })
  const bench = (await connected.json()) as { deviceId: string; token: string }
  expect((await me(central.url, bench.token)).status).toBe(200)
  expect(await centralCommand(data, 'device', 'list')).toMatchObject({
    devices: [{ id: bench.deviceId, name: 'laptop', accountName: 'Ann', revokedAt: null }],
  })
  await centralCommand(data, 'device', 'revoke', bench.deviceId)
  expect((await me(central.url, bench.token)).status).toBe(401)
  await centralCommand(data, 'user', 'disable', 'Ann')
  expect((await me(central.url, ann.token)).status).toBe(401)
  expect(await central.end('SIGTERM')).toMatchObject({ code: 0 })
  await centralCommand(data, 'team', 'revoke', 'Field', customer)
  await centralCommand(data, 'team', 'leave', 'Field', 'Ann')
  expect(await centralCommand(data, 'team', 'list')).toEqual({
    teams: [{ id: expect.any(String), name: 'Field', members: ['Bob'], customers: [] }],
  })
  expect(await centralCommand(data, 'customer', 'list')).toEqual({ customers: [customer] })
  await centralCommand(data, 'customer', 'unrestrict', customer)
  await centralCommand(data, 'customer', 'restrict', customer)
  expect(await centralCommand(data, 'user', 'list')).toMatchObject({
    users: [
      { name: 'Ann', disabled: true, teams: [] },
      { name: 'Bob', disabled: false, teams: ['Field'] },
    ],
  })
})

it('two that start at once on a new folder share it, and one that is killed is missed by nobody', async () => {
  const data = folderForAll()
  const [one, two] = await Promise.all([startCentral(data), startCentral(data)])
  const { token } = (await centralCommand(data, 'user', 'add', 'Ann')) as { token: string }
  expect((await me(one.url, token)).status).toBe(200)
  expect((await me(two.url, token)).status).toBe(200)
  await one.end('SIGKILL')
  expect((await me(two.url, token)).status).toBe(200)
  await two.end('SIGKILL')
  const again = await startCentral(data)
  expect((await me(again.url, token)).status).toBe(200)
  expect(await again.end('SIGINT')).toMatchObject({ code: 0 })
})

it('no token or password that was given out is anywhere in the database or the log', async () => {
  const data = folderForAll()
  const central = await startCentral(data)
  const link = central.adminLink?.split('#link=')[1] ?? ''
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${central.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const password = 'never to be seen again'
  const session = await post('/v1/session/link', { link, name: 'Root', password })
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? ''
  const own = { cookie, origin: central.url }
  const personal = (await (await post('/v1/tokens', { name: 'script' }, own)).json()) as { token: string }
  const bench = (await (await post('/v1/devices', { name: 'laptop', personId: v7() }, own)).json()) as {
    token: string
  }
  await post('/v1/session', { name: 'Root', password: 'wrong and secret' })
  const { stderr } = await central.end('SIGTERM')
  const dump = await usingDatabase(data, async (database) => {
    const tables = await database.query<{ name: string }>(
      "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
    )
    const rows = []
    for (const { name } of tables)
      rows.push(...(await database.query(`select t::text as row from ${name} t`)))
    return JSON.stringify(rows)
  })
  expect(dump).toContain('Root')
  const secrets = [
    link,
    cookie.split('=')[1] ?? '',
    personal.token,
    bench.token,
    password,
    'wrong and secret',
  ]
  for (const secret of secrets) {
    expect(secret.length).toBeGreaterThan(10)
    // Also not as the bytes of a column, which a dump shows in hexadecimal.
    for (const text of [secret, Buffer.from(secret).toString('hex')]) {
      expect(dump).not.toContain(text)
      expect(stderr).not.toContain(text)
    }
  }
  expect(stderr).toContain('POST /v1/session/link')
})

it('what cannot be served says so, and changes nothing', async () => {
  const data = folderForAll()
  const said = async (...argv: string[]) => {
    const { code, stdout, stderr } = await startCli(['central', '--data', data, '--json', ...argv]).ended
    expect(stdout).toBe('')
    return [code, stderr]
  }
  expect(await said('--host', '0.0.0.0')).toEqual([2, expect.stringContaining('--tls-cert')])
  expect(await said('--tls-cert', 'x.pem')).toEqual([2, expect.stringContaining('go together')])
  expect(await said('--port', '70000')).toEqual([2, expect.stringContaining('0 to 65535')])
  expect(await said('--database-url', 'mysql://x')).toEqual([2, expect.stringContaining('postgres://')])
  expect(await said('--nonsense')).toEqual([2, expect.stringContaining('--nonsense')])
  expect(await said('user', 'add', 'Ann', '--role', 'king')).toEqual([2, expect.stringContaining('role')])
  expect(await said('user', 'disable', 'Nobody')).toEqual([1, expect.stringContaining('no user "Nobody"')])
  await usingDatabase(data, (database) => database.query('update schema_version set version = 9999'))
  expect(await said()).toEqual([1, expect.stringContaining('newer central service')])
})

it('serves with TLS where it has a certificate', async () => {
  const data = folderForAll()
  const folder = join(data, '..')
  writeFileSync(join(folder, 'cert.pem'), certificate)
  writeFileSync(join(folder, 'key.pem'), certificateKey)
  const files = ['--tls-cert', join(folder, 'cert.pem'), '--tls-key', join(folder, 'key.pem')]
  const central = await startCentral(data, files)
  expect(central.url).toMatch(/^https:/)
  const headers = await new Promise((resolve, reject) => {
    request(`${central.url}/healthz`, { ca: certificate }, (response) => {
      response.resume()
      resolve(response.headers)
    })
      .on('error', reject)
      .end()
  })
  expect(headers).toMatchObject({ 'strict-transport-security': expect.stringContaining('max-age') })
  await central.end('SIGTERM')
})
