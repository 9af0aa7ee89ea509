import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestText, partBytes } from '../../shared/sync/blobs.ts'
import { type BlobCentral, type BlobDevice, blobCentral } from '../../test/support/blob-central.ts'
import { testPostgres } from '../../test/support/central.ts'
import { temporaryFolder } from '../../test/support/database.ts'
import { s3Server } from '../../test/support/s3-server.ts'
import type { Database } from '../database/sql.ts'
import { folderStore } from './folder-store.ts'
import { openBlobStore } from './open-store.ts'
import { eraseBlob, sweepBlobs, unnamedFor } from './sweep.ts'

const postgres = testPostgres()
const folder = temporaryFolder()
const root = join(folder.path, 'blobs')
let database: Database
let central: BlobCentral
let ada: BlobDevice
let grace: BlobDevice

beforeAll(async () => {
  database = await postgres.database()
  central = await blobCentral(database, folderStore(root, v7))
  ada = await central.addDevice('Ada')
  grace = await central.addDevice('Grace')
})
afterAll(async () => {
  await central.close()
  folder[Symbol.dispose]()
})

const sha256Of = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const partsOf = (bytes: Buffer) =>
  Array.from({ length: Math.max(1, Math.ceil(bytes.length / partBytes)) }, (_, at) =>
    bytes.subarray(at * partBytes, (at + 1) * partBytes),
  )

interface Asked {
  token?: string
  method?: string
  headers?: Record<string, string>
  body?: Buffer<ArrayBuffer> | Buffer
  at?: BlobCentral
}

const ask = (path: string, { token, method = 'GET', headers = {}, body, at = central }: Asked = {}) =>
  fetch(`${at.url}/v1/blobs/${path}`, {
    method,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  })

const putPart = (
  { token }: BlobDevice,
  {
    sha256,
    bytes,
    part,
    body,
    digest = digestText(crc32(body)),
    at,
  }: {
    sha256: string
    bytes: number
    part: number
    body: Buffer
    digest?: string
    at?: BlobCentral
  },
) =>
  ask(`${sha256}/parts/${part}?bytes=${bytes}`, {
    ...{ token, method: 'PUT', body },
    headers: { 'content-type': 'application/octet-stream', 'x-part-crc32': digest },
    ...(at ? { at } : {}),
  })

const complete = async ({ token }: BlobDevice, sha256: string, bytes: number, at = central) =>
  ask(`${sha256}/complete?bytes=${bytes}`, { token, method: 'POST', at })

const stateOf = async ({ token }: BlobDevice, sha256: string, bytes: number, at = central) =>
  (await ask(`${sha256}/parts?bytes=${bytes}`, { token, at })).json()

/** The whole way of a file, by the letter of the protocol: one that another has ended meanwhile needs no more parts. */
const send = async (device: BlobDevice, bytes: Buffer, at = central): Promise<string> => {
  const sha256 = sha256Of(bytes)
  for (const [part, body] of partsOf(bytes).entries()) {
    const put = await putPart(device, { sha256, bytes: bytes.length, part, body, at })
    if (put.status === 200) continue
    expect(await codeOf(put)).toBe('409 changed')
    break
  }
  const answer = await complete(device, sha256, bytes.length, at)
  expect(await answer.json()).toEqual({ state: 'verified' })
  return sha256
}

const codeOf = async (answer: Response) => {
  const { error } = (await answer.json()) as { error: { code: string } }
  return `${answer.status} ${error.code}`
}

test('a file of several parts is read back whole and by range', async () => {
  const bytes = randomBytes(partBytes + 1000)
  const sha256 = await send(ada, bytes)
  await central.name(sha256)
  const whole = await ask(sha256, { token: grace.token })
  expect(whole.status).toBe(200)
  expect(sha256Of(Buffer.from(await whole.arrayBuffer()))).toBe(sha256)
  for (const [start, end] of [
    [0, 0],
    [partBytes - 3, partBytes + 3],
    [partBytes, partBytes + 999],
    [5, partBytes + 998],
  ] as const) {
    const range = await ask(sha256, { token: grace.token, headers: { range: `bytes=${start}-${end}` } })
    expect(range.status).toBe(206)
    expect(range.headers.get('content-range')).toBe(`bytes ${start}-${end}/${bytes.length}`)
    expect(Buffer.from(await range.arrayBuffer()).equals(bytes.subarray(start, end + 1))).toBe(true)
  }
  const head = await ask(sha256, { token: grace.token, method: 'HEAD' })
  expect([head.status, head.headers.get('content-length')]).toEqual([200, String(bytes.length)])
  const beyond = await ask(sha256, { token: grace.token, headers: { range: `bytes=${bytes.length}-` } })
  expect(beyond.status).toBe(416)
})

test('an empty file is a file', async () => {
  const sha256 = await send(ada, Buffer.alloc(0))
  await central.name(sha256)
  const got = await ask(sha256, { token: grace.token })
  expect([got.status, (await got.arrayBuffer()).byteLength]).toEqual([200, 0])
})

test('a part that is not what it says is not kept', async () => {
  const bytes = randomBytes(partBytes + 10)
  const sha256 = sha256Of(bytes)
  const [first = bytes, second = bytes] = partsOf(bytes)
  const whole = { sha256, bytes: bytes.length }
  expect(await codeOf(await putPart(ada, { ...whole, part: 0, body: first, digest: '00000000' }))).toBe(
    '422 part-differs',
  )
  expect(await codeOf(await putPart(ada, { ...whole, part: 0, body: second }))).toBe('422 part-differs')
  expect(await codeOf(await putPart(ada, { ...whole, part: 1, body: first }))).toMatch(/^4(13|22) /)
  expect(await codeOf(await putPart(ada, { ...whole, part: 2, body: second }))).toBe('400 bad-input')
  expect(await codeOf(await putPart(ada, { ...whole, part: 9000, body: second }))).toBe('400 bad-input')
  expect(await codeOf(await putPart(ada, { ...whole, part: 0, body: first, digest: 'x' }))).toBe(
    '400 bad-input',
  )
  expect(await stateOf(ada, sha256, bytes.length)).toEqual({ state: 'open', parts: [] })
  const left = readdirSync(root, { recursive: true }).map(String)
  expect(left.filter((name) => name.endsWith('.temporary'))).toEqual([])
})

test('a whole that does not hash to its name is never verified, and nothing of it stays', async () => {
  const right = randomBytes(2000)
  const wrong = randomBytes(2000)
  const sha256 = sha256Of(right)
  const whole = { sha256, bytes: 2000, part: 0 }
  expect((await putPart(ada, { ...whole, body: wrong })).status).toBe(200)
  expect(await codeOf(await complete(ada, sha256, 2000))).toBe('422 hash-differs')
  expect(await stateOf(ada, sha256, 2000)).toEqual({ state: 'open', parts: [] })
  await central.name(sha256)
  expect((await ask(sha256, { token: ada.token })).status).toBe(404)
  expect(await send(ada, right)).toBe(sha256)
})

test('a part sent anew takes the place of the one before, also after the whole was begun', async () => {
  const bytes = randomBytes(partBytes + 50)
  const sha256 = sha256Of(bytes)
  const [first = bytes, second = bytes] = partsOf(bytes)
  const whole = { sha256, bytes: bytes.length }
  await putPart(ada, { ...whole, part: 0, body: randomBytes(partBytes) })
  await putPart(ada, { ...whole, part: 1, body: second })
  await putPart(ada, { ...whole, part: 0, body: first })
  await putPart(ada, { ...whole, part: 0, body: first })
  expect(await (await complete(ada, sha256, bytes.length)).json()).toEqual({ state: 'verified' })
  expect(await (await complete(ada, sha256, bytes.length)).json()).toEqual({ state: 'verified' })
})

test('an upload that lacks a part is told so', async () => {
  const bytes = randomBytes(partBytes + 50)
  const sha256 = sha256Of(bytes)
  const [, second = bytes] = partsOf(bytes)
  await putPart(ada, { sha256, bytes: bytes.length, part: 1, body: second })
  const kept = { part: 1, digest: digestText(crc32(second)) }
  expect(await (await complete(ada, sha256, bytes.length)).json()).toEqual({ state: 'open', parts: [kept] })
})

test('two accounts that send the same file at once do not see or hinder each other', async () => {
  const bytes = randomBytes(2 * partBytes + 5)
  const sha256 = sha256Of(bytes)
  const [first = bytes] = partsOf(bytes)
  await putPart(ada, { sha256, bytes: bytes.length, part: 0, body: first })
  expect(await stateOf(grace, sha256, bytes.length)).toEqual({ state: 'open', parts: [] })
  await Promise.all([send(ada, bytes), send(grace, bytes), send(ada, bytes)])
  const [row] = await database.query<{ count: number }>(
    'select count(*) as count from blob_holders where sha256 = $1',
    [sha256],
  )
  expect(row?.count).toBe(2)
  central.pass(2 * 60 * 60 * 1000)
  await sweepBlobs(central)
  const places = readdirSync(join(root, sha256.slice(0, 2))).filter((name) => name.startsWith(sha256))
  expect(places).toHaveLength(1)
  await central.name(sha256)
  const got = await ask(sha256, { token: grace.token })
  expect(sha256Of(Buffer.from(await got.arrayBuffer()))).toBe(sha256)
})

test('two processes on one database and store take parts of one upload', async () => {
  const other = await blobCentral(database, folderStore(root, v7))
  const bytes = randomBytes(2 * partBytes + 5)
  const sha256 = sha256Of(bytes)
  for (const [part, body] of partsOf(bytes).entries())
    await putPart(ada, { sha256, bytes: bytes.length, part, body, at: part % 2 ? other : central })
  const done = await Promise.all([
    complete(ada, sha256, bytes.length),
    complete(ada, sha256, bytes.length, other),
  ])
  for (const answer of done) expect(await answer.json()).toEqual({ state: 'verified' })
  await other.close()
})

test('who has no grant reads no byte and learns nothing', async () => {
  const bytes = randomBytes(3000)
  const sha256 = await send(ada, bytes)
  await central.name(sha256, { stream: `customer:${v7()}` })
  const unknown = sha256Of(randomBytes(10))
  for (const method of ['GET', 'HEAD'])
    for (const { token } of [ada, grace]) {
      const [there, nowhere] = await Promise.all([
        ask(sha256, { token, method }),
        ask(unknown, { token, method }),
      ])
      expect([there.status, nowhere.status]).toEqual([404, 404])
      expect(await there.text()).toBe(await nowhere.text())
      expect(there.headers.get('etag')).toBeNull()
      expect(there.headers.get('content-length')).toBe(nowhere.headers.get('content-length'))
    }
  // To send it is no way to learn of it either: the service wants every byte, as for a file that it does not have.
  expect(await stateOf(grace, sha256, 3000)).toEqual({ state: 'open', parts: [] })
  expect(await (await complete(grace, sha256, 3000)).json()).toEqual({ state: 'open', parts: [] })
  for (const path of [sha256, `${sha256}/parts?bytes=1`]) expect((await ask(path)).status).toBe(401)
})

test('who remembers a hash gets no bytes by naming it', async () => {
  const bytes = randomBytes(3000)
  const sha256 = await send(ada, bytes)
  await central.name(sha256, { stream: `customer:${v7()}`, by: ada.accountId })
  await central.name(sha256, { by: grace.accountId })
  expect((await ask(sha256, { token: grace.token })).status).toBe(404)
  expect(await stateOf(grace, sha256, 3000)).toEqual({ state: 'open', parts: [] })
  await send(grace, bytes)
  expect((await ask(sha256, { token: grace.token })).status).toBe(200)
})

test('who has fetched a file may name it elsewhere', async () => {
  const bytes = randomBytes(2000)
  const sha256 = await send(ada, bytes)
  await central.name(sha256, { stream: `person:${grace.accountId}`, by: ada.accountId })
  await (await ask(sha256, { token: grace.token })).arrayBuffer()
  await central.name(sha256, { by: grace.accountId })
  const third = await central.addDevice('Mary')
  expect((await ask(sha256, { token: third.token })).status).toBe(200)
})

test('who may read a file may name it elsewhere without sending it', async () => {
  const bytes = randomBytes(3000)
  const sha256 = await send(ada, bytes)
  await central.name(sha256, { stream: `person:${grace.accountId}`, by: ada.accountId })
  expect(await stateOf(grace, sha256, 3000)).toEqual({ state: 'verified' })
  const third = await central.addDevice('Mary')
  expect((await ask(sha256, { token: third.token })).status).toBe(404)
  await central.name(sha256, { by: grace.accountId })
  expect((await ask(sha256, { token: third.token })).status).toBe(200)
})

test('a file that takes long to hash is asked for again until it is verified', async () => {
  const { readPart, ...rest } = folderStore(root, v7)
  const gate = Promise.withResolvers<void>()
  const slow = await blobCentral(
    database,
    {
      ...rest,
      async *readPart(place, part) {
        await gate.promise
        if (readPart) yield* readPart(place, part)
      },
    },
    { completeWithin: 20 },
  )
  const body = randomBytes(500)
  const sha256 = sha256Of(body)
  await putPart(ada, { sha256, bytes: 500, part: 0, body, at: slow })
  const answer = await complete(ada, sha256, 500, slow)
  expect([answer.status, await answer.json()]).toEqual([202, { state: 'verifying' }])
  gate.resolve()
  for (let state = 'verifying'; state !== 'verified'; ) {
    state = ((await (await complete(ada, sha256, 500, slow)).json()) as { state: string }).state
    expect(['verifying', 'verified']).toContain(state)
  }
  await slow.close()
})

test('a part sent many times lies in the store once, and one that is lost there is sent again', async () => {
  const bytes = randomBytes(partBytes + 300)
  const sha256 = sha256Of(bytes)
  const [first = bytes, second = bytes] = partsOf(bytes)
  const whole = { sha256, bytes: bytes.length }
  const files = () =>
    readdirSync(root, { recursive: true })
      .map(String)
      .filter((name) => name.includes(`${sha256}.`) && /\/\d{5}(-|$)/.test(name))
  await putPart(ada, { ...whole, part: 0, body: first })
  for (let n = 0; n < 4; n += 1) await putPart(ada, { ...whole, part: 1, body: second })
  await Promise.all(Array.from({ length: 4 }, () => putPart(ada, { ...whole, part: 1, body: second })))
  expect(files()).toHaveLength(2)
  const lost = files().find((name) => name.includes('/00001-')) ?? ''
  expect(lost).not.toBe('')
  for (const name of files()) if (name.includes('/00001-')) rmSync(join(root, name))
  expect(await (await complete(ada, sha256, bytes.length)).json()).toEqual({
    state: 'open',
    parts: [{ part: 0, digest: digestText(crc32(first)) }],
  })
  await putPart(ada, { ...whole, part: 1, body: second })
  expect(files()).toHaveLength(2)
  expect(await (await complete(ada, sha256, bytes.length)).json()).toEqual({ state: 'verified' })
})

test('what is hashed is what the store holds, not what was sent', async () => {
  const body = randomBytes(500)
  const sha256 = sha256Of(body)
  await putPart(ada, { sha256, bytes: 500, part: 0, body })
  const [file] = readdirSync(root, { recursive: true })
    .map(String)
    .filter((name) => name.includes(`${sha256}.`) && /0{5}-/.test(name))
  writeFileSync(join(root, file ?? ''), randomBytes(500))
  const other = await blobCentral(database, folderStore(root, v7))
  expect(await codeOf(await complete(ada, sha256, 500, other))).toBe('422 hash-differs')
  await other.close()
})

test('an S3-compatible store serves as well as a folder', async () => {
  const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', region: 'us-east-1' }
  const s3 = await s3Server(keys)
  const env = { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey }
  const store = openBlobStore(`s3://${s3.bucket}?endpoint=${s3.url}`, { env, newToken: v7 })
  const remote = await blobCentral(database, store)
  const bytes = randomBytes(partBytes + 1000)
  const sha256 = await send(ada, bytes, remote)
  await remote.name(sha256)
  const range = { range: `bytes=${partBytes - 2}-` }
  const got = await ask(sha256, { token: grace.token, headers: range, at: remote })
  expect(Buffer.from(await got.arrayBuffer()).equals(bytes.subarray(partBytes - 2))).toBe(true)
  const wrong = randomBytes(100)
  const name = sha256Of(randomBytes(100))
  await putPart(ada, { sha256: name, bytes: 100, part: 0, body: wrong, at: remote })
  expect(await codeOf(await complete(ada, name, 100, remote))).toBe('422 hash-differs')
  expect(s3.uploads()).toEqual([])
  await eraseBlob(remote, sha256)
  await eraseBlob(remote, name)
  expect(s3.keys()).toEqual([])
  await Promise.all([remote.close(), s3.close()])
})

test('a name is not an address, and an auditor sends nothing', async () => {
  const auditor = await central.addDevice('Olga', 'auditor')
  const body = randomBytes(10)
  const sha256 = sha256Of(body)
  expect((await putPart(auditor, { sha256, bytes: 10, part: 0, body })).status).toBe(403)
  for (const path of ['..%2f..%2fetc%2fpasswd', `${sha256.toUpperCase()}`, 'x', `${sha256}0`])
    expect((await ask(path, { token: ada.token })).status).toBe(400)
})

test('a device sends no more than its quota before rows name its files', async () => {
  const small = await blobCentral(database, folderStore(root, v7), { quota: { bytes: 5000, uploads: 3 } })
  const device = await small.addDevice('Tim')
  const first = await send(device, randomBytes(3000), small)
  const refused = randomBytes(2500)
  const more = { sha256: sha256Of(refused), bytes: 2500, part: 0, body: refused, at: small }
  expect(await codeOf(await putPart(device, more))).toBe('409 quota')
  await small.name(first)
  expect((await putPart(device, more)).status).toBe(200)
  const many = await Promise.all(
    Array.from({ length: 6 }, () => {
      const body = randomBytes(8)
      return putPart(device, { sha256: sha256Of(body), bytes: 8, part: 0, body, at: small })
    }),
  )
  expect(many.filter(({ status }) => status === 200)).toHaveLength(2)
  await small.close()
})

test('what no row names goes after a week, and what one names stays', async () => {
  const [named, unnamed, begun] = [randomBytes(100), randomBytes(100), randomBytes(100)]
  const kept = await send(ada, named)
  const gone = await send(ada, unnamed)
  await central.name(kept)
  await putPart(ada, { sha256: sha256Of(begun), bytes: 100, part: 0, body: begun })
  await sweepBlobs(central)
  expect(await stateOf(ada, gone, 100)).toEqual({ state: 'verified' })
  central.pass(unnamedFor + 1000)
  const swept = await sweepBlobs(central)
  expect(swept.blobs).toBeGreaterThan(0)
  expect(swept.uploads).toBeGreaterThan(0)
  expect(await stateOf(ada, gone, 100)).toEqual({ state: 'open', parts: [] })
  expect(await stateOf(ada, sha256Of(begun), 100)).toEqual({ state: 'open', parts: [] })
  expect(await stateOf(ada, kept, 100)).toEqual({ state: 'verified' })
  central.pass(2 * 60 * 60 * 1000)
  await sweepBlobs(central)
  const places = readdirSync(root, { recursive: true }).map(String)
  expect(places.some((place) => place.includes(gone) || place.includes(sha256Of(begun)))).toBe(false)
  expect(places.some((place) => place.includes(kept))).toBe(true)
})

test('an erased file is gone from the store, with every upload of it', async () => {
  const bytes = randomBytes(500)
  const sha256 = await send(ada, bytes)
  await central.name(sha256)
  await putPart(grace, { sha256, bytes: 501, part: 0, body: randomBytes(501) })
  await eraseBlob(central, sha256)
  expect((await ask(sha256, { token: ada.token })).status).toBe(404)
  expect(readdirSync(root, { recursive: true }).some((name) => String(name).includes(sha256))).toBe(false)
})
