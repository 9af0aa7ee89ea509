import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { testCentral, testPostgres } from '../support/central.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

type Answer = (...given: Parameters<RequestListener>) => void

/** A way to a real service on which something else may stand. */
const openWay = async (target: string) => {
  let instead: Answer | undefined
  const server = createServer((request, response) => {
    if (instead) return instead(request, response)
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers
      const answer = await fetch(new URL(request.url ?? '/', target), {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
      })
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
      response.end(Buffer.from(await answer.arrayBuffer()))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stand(answer: Answer | undefined) {
      instead = answer
    },
  }
}

const open = async () => {
  const central = await testCentral(await postgres.database())
  onTestFinished(central.close)
  const way = await openWay(central.url)
  const ada = await openConnected({ ...central, url: way.url }, 'Ada')
  await ada.once()
  await ada.client.cases.create({ title: 'Written meanwhile' })
  return { central, way, ada }
}

const says =
  (status: number, type: string, body: string, more: Record<string, string> = {}): Answer =>
  (_, response) => {
    response.writeHead(status, { 'content-type': type, ...more })
    response.end(body)
  }

const html = '<html><body>Welcome to the hotel. Sign in.</body></html>'

it.each([
  ['a page in place of the service', 'captive-portal', says(200, 'text/html', html)],
  ['a redirect to a page', 'captive-portal', says(302, 'text/html', '', { location: 'http://127.0.0.1:1/' })],
  ['a proxy that wants to be signed in to', 'proxy-login', says(407, 'text/html', html)],
  [
    'a service that does not know the token',
    'signed-out',
    says(401, 'application/json', '{"error":{"code":"not-signed-in","message":"Sign in."}}'),
  ],
  [
    'a role that only reads',
    'not-allowed',
    says(403, 'application/json', '{"error":{"code":"not-allowed","message":"Auditors only read."}}'),
  ],
  [
    'a service without this route',
    'server-older',
    says(404, 'application/json', '{"error":{"code":"not-found","message":"No such route."}}'),
  ],
  [
    'a service that does not know the language of this bench yet',
    'server-older',
    says(426, 'application/json', '{"error":{"code":"service-older","message":"Update the service."}}'),
  ],
  [
    'a service that no longer knows the language of this bench',
    'server-newer',
    says(426, 'application/json', '{"error":{"code":"bench-older","message":"Update the bench."}}'),
  ],
  [
    'a service that fails',
    'server-trouble',
    says(
      503,
      'application/json',
      '{"error":{"code":"unavailable","message":"The database does not answer."}}',
    ),
  ],
  [
    'a service without room',
    'server-full',
    says(507, 'application/json', '{"error":{"code":"disk-full","message":"No room."}}'),
  ],
  ['an answer that is no protocol', 'server-trouble', says(200, 'application/json', '{"results":"none"}')],
  [
    'a line that breaks',
    'offline',
    (_: unknown, response: Parameters<RequestListener>[1]) => response.destroy(),
  ],
] as const)('%s is told as %s, and the outbox stays whole', async (_, code, answer) => {
  const { way, ada } = await open()
  way.stand(answer as Answer)
  await expect(ada.once()).rejects.toThrow()
  const status = await ada.client.sync.status({})
  expect(status.trouble).toMatchObject({ code, message: expect.stringMatching(/\.$/) })
  expect(status.pending).toBe(1)
  expect(await ada.client.cases.list({ query: 'meanwhile' })).toMatchObject({
    rows: [{ title: 'Written meanwhile' }],
  })
  way.stand(undefined)
  expect(await ada.once()).toMatchObject({ upToDate: true, rejected: 0 })
  expect(await ada.client.sync.status({})).toMatchObject({ trouble: null, pending: 0, state: 'up-to-date' })
})

it('a revoked bench keeps its outbox, and sends it once it is signed in again', async () => {
  const { central, ada } = await open()
  await central.world.database.query('update devices set revoked_at = now()')
  await expect(ada.once()).rejects.toThrow()
  expect(await ada.client.sync.status({})).toMatchObject({
    state: 'attention',
    trouble: { code: 'signed-out' },
    pending: 1,
  })
  await ada.client.sync.signIn({ token: ada.token })
  expect(await ada.once()).toMatchObject({ upToDate: true, rejected: 0 })
  const lin = await openConnected(central, 'Lin')
  await lin.once()
  expect((await lin.client.cases.list({ query: '' })).rows.map(({ title }) => title)).toEqual([
    'Written meanwhile',
  ])
})

it('rows of a kind that this program does not know are kept and do no harm', async () => {
  const { central, ada } = await open()
  await ada.once()
  const id = '01900000-0000-7000-8000-000000000001'
  await central.world.database.query(
    `with place as (update streams set head = head + 1 where id = 'global' returning head),
     told as (insert into log (stream, seq, kind, id, tag) select 'global', head, 'engagement', $1, $1 from place)
     insert into rows (kind, id, stream, seq, ver, tag, writers, body)
     select 'engagement', $1, 'global', head, 1, $1, '{}', '{"future":true}' from place`,
    [id],
  )
  await ada.client.cases.create({ title: 'After it' })
  expect(await ada.once()).toMatchObject({ upToDate: true, pulled: 2 })
  expect(await ada.once()).toMatchObject({ pulled: 0 })
})

it('a service restored from a backup gets everything again that benches still have', async () => {
  const { central, ada } = await open()
  const { database } = central.world
  const lin = await openConnected(central, 'Lin')
  await ada.once()
  await lin.once()
  const tables = ['rows', 'log', 'operations', 'streams', 'refs', 'blob_names']
  for (const table of tables) await database.query(`create table backup_${table} as table ${table}`)
  await database.query('create table backup_devices as select id, last_dseq from devices')
  const { id } = await ada.client.cases.create({ title: 'After the backup' })
  await ada.client.timeline.post({ caseId: id, lane: 'internal', body: 'acknowledged' })
  await lin.client.cases.create({ title: 'Also after it' })
  await ada.once()
  await lin.once()
  await database.transaction(async (transaction) => {
    for (const table of tables.toReversed()) await transaction.query(`delete from ${table}`)
    for (const table of tables) await transaction.query(`insert into ${table} table backup_${table}`)
    await transaction.query(
      'update devices d set last_dseq = b.last_dseq from backup_devices b where b.id = d.id',
    )
  })
  // Somebody writes before those come back, so that heads alone would say nothing.
  const kim = await openConnected(central, 'Kim')
  for (let n = 0; n < 5; n += 1) await kim.client.cases.create({ title: `Kim ${n}` })
  await kim.once()
  for (const bench of [ada, lin, kim, ada, lin]) expect(await bench.once()).toMatchObject({ rejected: 0 })
  const titles = async (bench: typeof ada) =>
    (await bench.client.cases.list({ query: '', limit: 100 })).rows.map(({ title }) => title).toSorted()
  const all = [
    'After the backup',
    'Also after it',
    ...[0, 1, 2, 3, 4].map((n) => `Kim ${n}`),
    'Written meanwhile',
  ]
  for (const bench of [ada, lin, kim]) {
    await bench.once()
    expect(await titles(bench)).toEqual(all)
  }
  expect((await kim.client.cases.list({ query: 'acknowledged' })).rows).toHaveLength(1)
})
