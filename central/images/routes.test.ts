import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { digestText, partDigestHeader } from '../../shared/sync/blobs.ts'
import { imagesAtMost } from '../../shared/sync/images.ts'
import {
  connectBench,
  type TestBench,
  type TestCentral,
  testCentral,
  testPostgres,
} from '../../test/support/central.ts'
import type { Database } from '../database/sql.ts'

const postgres = testPostgres()
let central: TestCentral
let database: Database
let ada: TestBench
let grace: TestBench

beforeAll(async () => {
  database = await postgres.database()
  central = await testCentral(database)
  ada = await connectBench(central, { name: 'Ada' })
  grace = await connectBench(central, { name: 'Grace' })
  return () => central.close()
})

const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')

const ask = (path: string, token: string, init: RequestInit = {}) =>
  fetch(`${central.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, ...(init.headers as Record<string, string>) },
  })

/** Sends a text as a blob; answers its digest. */
const send = async ({ token }: TestBench, text: string): Promise<string> => {
  const bytes = Buffer.from(text)
  const place = `/v1/blobs/${hashOf(text)}`
  const headers = { [partDigestHeader]: digestText(crc32(bytes)), 'content-type': 'application/octet-stream' }
  await ask(`${place}/parts/0?bytes=${bytes.length}`, token, { method: 'PUT', body: bytes, headers })
  const done = await ask(`${place}/complete?bytes=${bytes.length}`, token, { method: 'POST' })
  expect(await done.json()).toEqual({ state: 'verified' })
  return hashOf(text)
}

const partOf = (text: string, size = Buffer.byteLength(text)) => ({ digest: `sha256:${hashOf(text)}`, size })

const manifestOf = (config: object, layers: readonly object[]) =>
  JSON.stringify({ schemaVersion: 2, config, layers })

const note = { names: ['shop/app:1'], digests: [], platform: 'linux/amd64', licence: null }

const publish = async ({ token }: TestBench, sha256: string, said: object = note) => {
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify(said)
  const answer = await ask(`/v1/images/${sha256}`, token, { method: 'PUT', body, headers })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const listed = async ({ token }: TestBench) =>
  ((await (await ask('/v1/images', token)).json()) as { images: { sha256: string; names: string[] }[] })
    .images

test.each([
  ['no JSON', 'a layer and no manifest'],
  ['another document', '{"schemaVersion":2,"manifests":[]}'],
  ['a part with no digest', manifestOf({ digest: 'sha256:../../etc', size: 1 }, [])],
  ['a part of less than nothing', manifestOf({ ...partOf('config'), size: -1 }, [])],
])('a manifest that is %s is not published', async (_, text) => {
  const sha256 = await send(ada, text)
  expect(await publish(ada, sha256)).toMatchObject({ status: 400, body: { error: { code: 'bad-input' } } })
  expect(await listed(ada)).toEqual([])
})

test('a part that somebody else has sent is missing, and cannot be read by naming it', async () => {
  await send(grace, 'a private layer')
  await send(ada, 'config of ada')
  const sha256 = await send(ada, manifestOf(partOf('config of ada'), [partOf('a private layer')]))
  const missing = hashOf('a private layer')
  expect(await publish(ada, sha256)).toEqual({ status: 200, body: { state: 'missing', blobs: [missing] } })
  expect(await listed(ada)).toEqual([])
  expect((await ask(`/v1/blobs/${missing}`, ada.token)).status).toBe(404)
})

test('a part of another size than it has is refused', async () => {
  await send(ada, 'config of ada')
  const sha256 = await send(ada, manifestOf(partOf('config of ada', 5), []))
  expect((await publish(ada, sha256)).status).toBe(400)
})

test('an image is published once whoever says so; names add up, and all of it goes with an administrator’s word', async () => {
  const text = manifestOf(partOf('config'), [partOf('layer'), partOf('layer')])
  for (const bench of [ada, grace]) for (const part of ['config', 'layer', text]) await send(bench, part)
  const sha256 = hashOf(text)
  expect(await publish(ada, sha256)).toMatchObject({ body: { state: 'published' } })
  await publish(grace, sha256, { ...note, names: ['other/name:2'], licence: 'Terms' })
  expect(await listed(grace)).toMatchObject([
    { sha256, names: ['other/name:2', 'shop/app:1'], by: 'Ada', licence: 'Terms', layers: 2 },
  ])
  const lin = await connectBench(central, { name: 'Lin' })
  expect(await (await ask(`/v1/blobs/${hashOf('layer')}`, lin.token)).text()).toBe('layer')

  const root = await connectBench(central, { name: 'Root', role: 'administrator' })
  const path = `/v1/admin/images/${sha256}`
  // The configuration and the layer are those of a second image too.
  const second = manifestOf(partOf('config'), [partOf('layer')])
  await publish(ada, await send(ada, second))
  const kept = await (await ask('/v1/admin/images', root.personalToken)).json()
  expect(kept).toMatchObject({
    images: [
      { parts: 3, shared: 2 },
      { sha256, parts: 3, shared: 2, by: 'Ada' },
    ],
  })
  await ask(`/v1/admin/images/${hashOf(second)}`, root.personalToken, { method: 'DELETE' })
  const alone = await (await ask('/v1/admin/images', root.personalToken)).json()
  expect(alone).toMatchObject({ images: [{ sha256, parts: 3, shared: 0 }] })
  expect((await ask(path, ada.personalToken, { method: 'DELETE' })).status).toBe(403)
  expect((await ask(path, root.personalToken, { method: 'DELETE' })).status).toBe(204)
  expect((await ask(path, root.personalToken, { method: 'DELETE' })).status).toBe(404)
  expect(await listed(ada)).toEqual([])
  expect((await ask(`/v1/blobs/${hashOf('layer')}`, lin.token)).status).toBe(404)
  const told = await database.query(
    "select account_id as by, details->>'names' as names from audit where act = 'image.remove' and subject = $1",
    [sha256],
  )
  expect(told).toEqual([{ by: root.accountId, names: 'other/name:2, shop/app:1' }])
})

test('no more images are kept than the list may have', async () => {
  await database.query(
    `insert into images (id, sha256, config, names, digests, platform, layers, bytes, account_id, at)
     select gen_random_uuid(), 'x' || n, '', '{}', '{}', '', 0, 0, $2, now() from generate_series(1, $1::int) n`,
    [imagesAtMost, ada.accountId],
  )
  await send(ada, 'one more')
  const sha256 = await send(ada, manifestOf(partOf('one more'), []))
  expect(await publish(ada, sha256)).toMatchObject({ status: 409, body: { error: { code: 'quota' } } })
  await database.query("delete from images where sha256 like 'x%'")
  expect(await publish(ada, sha256)).toMatchObject({ body: { state: 'published' } })
})
