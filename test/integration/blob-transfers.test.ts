import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderStore } from '../../central/blobs/folder-store.ts'
import { blobPath } from '../../host/attachments/blob-store.ts'
import { unasked } from '../../host/sync/blobs/decide.ts'
import { countTransfers, getTransfer } from '../../host/sync/blobs/rows.ts'
import { listTransfers } from '../../host/sync/blobs/standings.ts'
import { usualSettings } from '../../host/sync/blobs/transfer.ts'
import { partBytes } from '../../shared/sync/blobs.ts'
import { attachRandom, attachStored, nameOnBench, openTransfers } from '../support/blob-bench.ts'
import { type BlobCentral, blobCentral } from '../support/blob-central.ts'
import { testPostgres } from '../support/central.ts'
import { cuttingProxy } from '../support/cutting-proxy.ts'
import { temporaryFolder } from '../support/database.ts'
import { directDatabase } from '../support/direct-database.ts'

const postgres = testPostgres()
const folder = temporaryFolder()
let central: BlobCentral

beforeAll(async () => {
  const database = await postgres.database()
  central = await blobCentral(database, folderStore(join(folder.path, 'blobs'), v7))
})
afterAll(async () => {
  await central.close()
  folder[Symbol.dispose]()
})

const hashOf = async (path: string) => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

const testBench = () => {
  const place = temporaryFolder()
  const held = directDatabase()
  return {
    database: held.database,
    dataDir: place.path,
    [Symbol.dispose]() {
      held[Symbol.dispose]()
      place[Symbol.dispose]()
    },
  }
}

/** Tries until the file is over; each round is one attempt of everything that waits. */
const untilVerified = async (
  transfers: Awaited<ReturnType<typeof openTransfers>>,
  bench: ReturnType<typeof testBench>,
  sha256: string,
) => {
  for (let round = 0; round < 400; round += 1) {
    await transfers.once(AbortSignal.timeout(120_000))
    const { state, error } = (await bench.database.read(getTransfer, { sha256 })) ?? {}
    if (state === 'verified') return round
    if (state === 'failed') throw new Error(`The file failed: ${error}`)
  }
  throw new Error('The file did not go over')
}

test('a file goes up and comes down on another bench, and is the same', async () => {
  using here = testBench()
  using there = testBench()
  const bytes = 2 * partBytes + 12_345
  const sha256 = await attachRandom(here, bytes)
  const up = await openTransfers(here, { url: central.url, ...(await central.addDevice('Ada')) })
  expect(await up.once(AbortSignal.timeout(60_000))).toEqual({ up: 1, down: 0 })
  expect((await here.database.read(getTransfer, { sha256 }))?.state).toBe('verified')
  await central.name(sha256)
  await nameOnBench(there.database, { sha256, bytes })
  const down = await openTransfers(there, { url: central.url, ...(await central.addDevice('Grace')) })
  expect(await down.once(AbortSignal.timeout(60_000))).toEqual({ up: 0, down: 0 })
  expect(existsSync(blobPath(there.dataDir, sha256))).toBe(false)
  expect(await down.want(sha256)).toEqual({ coming: true })
  await untilVerified(down, there, sha256)
  expect(await hashOf(blobPath(there.dataDir, sha256))).toBe(sha256)
  await Promise.all([up.closeAll(), down.closeAll()])
})

test('200 MB go up and down over a network that breaks again and again, and little goes twice', async () => {
  using here = testBench()
  using there = testBench()
  const bytes = 200_000_000
  const sha256 = await attachRandom(here, bytes)
  const { url } = central
  // Somewhere in the first five parts of each connection, of either direction.
  const network = await cuttingProxy(url, () => 1 + Math.floor(Math.random() * 5 * partBytes))
  const up = await openTransfers(here, { ...(await central.addDevice('Ada')), url: network.url })
  await untilVerified(up, here, sha256)
  const upCuts = network.cuts()
  expect(upCuts).toBeGreaterThan(2)
  // A cut costs at most the parts that were on their way, and the questions asked anew.
  expect(network.sent()).toBeLessThan(bytes + (upCuts + 1) * (2 * partBytes + 100_000))
  await central.name(sha256)
  await nameOnBench(there.database, { sha256, bytes })
  const down = await openTransfers(there, { ...(await central.addDevice('Grace')), url: network.url })
  await down.want(sha256)
  const before = network.received()
  await untilVerified(down, there, sha256)
  expect(network.cuts()).toBeGreaterThan(upCuts)
  // What came before a cut is not fetched again, but for what was still between the two.
  expect(network.received() - before).toBeLessThan(bytes + (network.cuts() - upCuts + 1) * 4_000_000)
  expect(await hashOf(blobPath(there.dataDir, sha256))).toBe(sha256)
  await Promise.all([up.closeAll(), down.closeAll()])
  await network.close()
})

test('two benches of two people send the same file at once', async () => {
  using one = testBench()
  using other = testBench()
  const bytes = 3 * partBytes + 1
  const sha256 = await attachRandom(one, bytes)
  await mkdir(dirname(blobPath(other.dataDir, sha256)), { recursive: true })
  await copyFile(blobPath(one.dataDir, sha256), blobPath(other.dataDir, sha256))
  await attachStored(other, { sha256, bytes })
  const { url } = central
  const both = await Promise.all([
    openTransfers(one, { url, ...(await central.addDevice('Ada')) }),
    openTransfers(other, { url, ...(await central.addDevice('Grace')) }),
  ])
  const { signal } = new AbortController()
  expect(await Promise.all(both.map((transfers) => transfers.once(signal)))).toEqual([
    { up: 1, down: 0 },
    { up: 1, down: 0 },
  ])
  await Promise.all(both.map((transfers) => transfers.closeAll()))
})

test('the copy here goes only when the service says that it has the file', async () => {
  using here = testBench()
  const sha256 = await attachRandom(here, 5000)
  const device = await central.addDevice('Ada')
  const transfers = await openTransfers(here, { url: central.url, ...device })
  await expect(transfers.drop(sha256)).rejects.toMatchObject({ code: 'not-verified' })
  await untilVerified(transfers, here, sha256)
  // Verified, but no row at the service names it: it could still be swept there.
  await expect(transfers.drop(sha256)).rejects.toMatchObject({ code: 'not-verified' })
  expect(existsSync(blobPath(here.dataDir, sha256))).toBe(true)
  await central.name(sha256)
  await transfers.drop(sha256)
  expect(existsSync(blobPath(here.dataDir, sha256))).toBe(false)
  expect(await here.database.read(getTransfer, { sha256 })).toMatchObject({ state: 'remote' })
  await transfers.want(sha256, { pin: true })
  await untilVerified(transfers, here, sha256)
  expect(await hashOf(blobPath(here.dataDir, sha256))).toBe(sha256)
  await expect(transfers.drop(sha256)).rejects.toMatchObject({ code: 'not-verified' })
  await transfers.forget([sha256])
  expect(existsSync(blobPath(here.dataDir, sha256))).toBe(false)
  expect(await here.database.read(getTransfer, { sha256 })).toBeNull()
  await transfers.closeAll()
})

test('a service that lost files is sent them again', async () => {
  using here = testBench()
  const sha256 = await attachRandom(here, 7000)
  const device = await central.addDevice('Ada')
  const transfers = await openTransfers(here, { url: central.url, ...device })
  await untilVerified(transfers, here, sha256)
  await central.database.query('delete from blobs where sha256 = $1', [sha256])
  expect(await transfers.doubt()).toEqual({ doubted: 1 })
  await untilVerified(transfers, here, sha256)
  expect(await central.database.query('select 1 from blobs where sha256 = $1', [sha256])).toHaveLength(1)
  await transfers.closeAll()
})

test('a large file waits for a yes, and a paused one for its turn', async () => {
  using here = testBench()
  const small = await attachRandom(here, 1000)
  const large = await attachRandom(here, 9000)
  const settings = { ...usualSettings, askAbove: 5000 }
  const allowed = unasked({ network: 'unmetered', settings })
  const device = await central.addDevice('Ada')
  const transfers = await openTransfers(here, { url: central.url, ...device }, { settings: () => settings })
  await transfers.pause(small)
  const { signal } = new AbortController()
  expect(await transfers.once(signal)).toEqual({ up: 0, down: 0 })
  expect((await here.database.read(listTransfers, { limit: 10 })).map(({ sha256 }) => sha256)).toEqual([
    small,
    large,
  ])
  await transfers.resume(small)
  await transfers.once(signal)
  expect((await here.database.read(getTransfer, { sha256: small }))?.state).toBe('verified')
  expect(await here.database.read(countTransfers, { allowed })).toMatchObject({
    up: { files: 1, bytes: 9000 },
    asking: 1,
  })
  await transfers.retry(large, { confirmed: true })
  await transfers.once(signal)
  expect((await here.database.read(getTransfer, { sha256: large }))?.state).toBe('verified')
  await transfers.closeAll()
})

test('pausing stops a file under way, and resuming goes on where it was', async () => {
  using here = testBench()
  const bytes = 6 * partBytes
  const sha256 = await attachRandom(here, bytes)
  const network = await cuttingProxy(central.url, () => null)
  const device = await central.addDevice('Ada')
  const transfers = await openTransfers(here, { ...device, url: network.url })
  const halfway = Promise.withResolvers<void>()
  const stopWatching = transfers.watch((moving) => {
    if (moving.some(({ done }) => done >= 2 * partBytes)) halfway.resolve()
  })
  transfers.wake()
  await halfway.promise
  stopWatching()
  await transfers.pause()
  await transfers.resume()
  await untilVerified(transfers, here, sha256)
  expect(network.sent()).toBeLessThan(bytes + 2 * partBytes + 100_000)
  await transfers.closeAll()
  await network.close()
})
