import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { blobFolders, blobPath } from '../../host/attachments/blob-store.ts'
import { getTransfer } from '../../host/sync/blobs/rows.ts'
import { attachRandom, nameOnBench, openTransfers } from '../support/blob-bench.ts'
import { temporaryFolder } from '../support/database.ts'
import { directDatabase } from '../support/direct-database.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close()
})

/** A service that answers as it likes. */
const hostile = async (
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<string> => {
  const server = createServer((request, response) => {
    request.resume()
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const bench = async (url: string) => {
  const folder = temporaryFolder()
  const held = directDatabase()
  const { database } = held
  const transfers = await openTransfers({ database, dataDir: folder.path }, { url, token: 'cbd_test' })
  closing.push(
    () => folder[Symbol.dispose](),
    () => held[Symbol.dispose](),
    () => transfers.closeAll(),
  )
  return { database, dataDir: folder.path, transfers }
}

const right = randomBytes(300_000)
const sha256 = createHash('sha256').update(right).digest('hex')
const etag = { etag: `"${sha256}"` }
const wanted = async (url: string) => {
  const place = await bench(url)
  await nameOnBench(place.database, { sha256, bytes: right.length })
  await place.transfers.want(sha256)
  return place
}
const stored = (dataDir: string) => {
  const { blobs } = blobFolders(dataDir)
  return existsSync(blobs)
    ? readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    : []
}

const lies: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  'other bytes': (_request, response) => response.writeHead(200, etag).end(randomBytes(right.length)),
  'one bit changed': (_request, response) => {
    const wrong = Buffer.from(right)
    wrong.writeUInt8(wrong.readUInt8(7) ^ 1, 7)
    response.writeHead(200, etag).end(wrong)
  },
  'more bytes than there are': (_request, response) =>
    response.writeHead(200, etag).end(Buffer.concat([right, Buffer.from('x')])),
  'another range than was asked for': (_request, response) =>
    response
      .writeHead(206, { ...etag, 'content-range': `bytes 5-${right.length - 1}/${right.length}` })
      .end(right.subarray(5)),
  'another size': (_request, response) =>
    response.writeHead(206, { ...etag, 'content-range': 'bytes 0-9/10' }).end(right.subarray(0, 10)),
}

for (const [name, lie] of Object.entries(lies))
  test(`${name}: nothing is named, and a person is told`, async () => {
    const { database, dataDir, transfers } = await wanted(await hostile(lie))
    for (let round = 0; round < 3; round += 1) await transfers.once(new AbortController().signal)
    const transfer = await database.read(getTransfer, { sha256 })
    expect(transfer).toMatchObject({ state: 'failed', tries: 3 })
    expect(transfer?.error).toMatch(/not this file/)
    expect(stored(dataDir)).toEqual([])
  })

const pages: Record<string, (request: IncomingMessage, response: ServerResponse) => void> = {
  'a sign-in page of the network': (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>'),
  'an endless page': (_request, response) => {
    const more = () => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, 'x')));
    }
    response.on('drain', more).writeHead(200)
    more()
  },
  'a redirect': (_request, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
  'a broken gateway': (_request, response) => response.writeHead(502).end('Bad gateway'),
  'no such file yet': (_request, response) =>
    response.writeHead(404).end('{"error":{"code":"not-found","message":"There is no such file here."}}'),
  'a token that no longer serves': (_request, response) =>
    response.writeHead(401).end('{"error":{"code":"not-signed-in","message":"Sign in first."}}'),
}

for (const [name, page] of Object.entries(pages))
  test(`${name}: files wait in both directions, with a reason`, async () => {
    const { database, dataDir, transfers } = await wanted(await hostile(page))
    const up = await attachRandom({ database, dataDir }, 2000)
    expect(await transfers.once(new AbortController().signal)).toEqual({ up: 0, down: 0 })
    for (const waiting of [sha256, up]) {
      const transfer = await database.read(getTransfer, { sha256: waiting })
      expect(transfer).toMatchObject({ state: 'pending' })
      expect(transfer?.error).toMatch(/^[A-Z].*\.$/)
      expect(transfer?.nextTryAt).toBeGreaterThan(0)
    }
    expect(stored(dataDir)).toHaveLength(1)
  })

test('a service that says verified at once is believed about itself, and nothing more', async () => {
  const url = await hostile((request, response) => {
    if (request.method === 'HEAD') return response.writeHead(404).end()
    response.end('{"state":"verified"}')
  })
  const { database, dataDir, transfers } = await bench(url)
  const up = await attachRandom({ database, dataDir }, 2000)
  expect(await transfers.once(new AbortController().signal)).toEqual({ up: 1, down: 0 })
  await expect(transfers.drop(up)).rejects.toMatchObject({ code: 'not-verified' })
  expect(readFileSync(blobPath(dataDir, up))).toHaveLength(2000)
})

test('what was wrong is not built upon', async () => {
  let honest = false
  const url = await hostile((request, response) => {
    const start = Number(/bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1])
    const range = { ...etag, 'content-range': `bytes ${start}-${right.length - 1}/${right.length}` }
    if (honest) return response.writeHead(206, range).end(right.subarray(start))
    response.writeHead(206, { ...range, 'content-length': right.length }).write(randomBytes(200_000), () => {
      response.destroy()
    })
  })
  const { database, dataDir, transfers } = await wanted(url)
  await transfers.once(new AbortController().signal)
  expect(readdirSync(join(dataDir, 'arriving'))).toHaveLength(1)
  honest = true
  for (let round = 0; round < 2; round += 1) await transfers.once(new AbortController().signal)
  expect(await database.read(getTransfer, { sha256 })).toMatchObject({ state: 'verified' })
  expect(readFileSync(blobPath(dataDir, sha256)).equals(right)).toBe(true)
})
