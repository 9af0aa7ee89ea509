import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { v7 } from 'uuid'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { folderStore } from '../../central/blobs/folder-store.ts'
import { blobPath } from '../../host/attachments/blob-store.ts'
import type { Database } from '../../host/database/threads.ts'
import { wantBlob } from '../../host/sync/blobs/wishes.ts'
import { partBytes } from '../../shared/sync/blobs.ts'
import { attachRandom, nameOnBench } from '../support/blob-bench.ts'
import { type BlobCentral, blobCentral } from '../support/blob-central.ts'
import { testPostgres } from '../support/central.ts'
import { type CuttingProxy, cuttingProxy } from '../support/cutting-proxy.ts'
import { temporaryFolder } from '../support/database.ts'
import { directDatabase } from '../support/direct-database.ts'

const kills = 8
const bytes = 10 * partBytes + 4321
const victim = fileURLToPath(new URL('./blob-victim.ts', import.meta.url))
const postgres = testPostgres()
const folder = temporaryFolder()
let central: BlobCentral

beforeAll(async () => {
  central = await blobCentral(await postgres.database(), folderStore(join(folder.path, 'blobs'), v7))
})
afterAll(async () => {
  await central.close()
  folder[Symbol.dispose]()
})

/** Lets `fill` write to a new bench, and closes it again. */
const prepare = async (
  name: string,
  fill: (bench: { database: Database; dataDir: string }) => Promise<void>,
) => {
  const dataDir = join(folder.path, name)
  mkdirSync(dataDir)
  using held = directDatabase(join(dataDir, 'bench.db'))
  await fill({ database: held.database, dataDir })
  return dataDir
}

/** Runs the victim and kills it once `due` says so. Answers whether it came to its end before. */
const run = (args: string[], due: () => boolean): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [victim, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (text: Buffer) => (complaint += String(text)))
    const look = setInterval(() => {
      if (due()) child.kill('SIGKILL')
    }, 2)
    child.once('exit', (code, signal) => {
      clearInterval(look)
      if (signal === 'SIGKILL' || code === 0) resolve(code === 0)
      else reject(new Error(complaint))
    })
  })

/** Kills the bench again and again, each time after some more bytes, and then lets it end. */
const killedOften = async (args: string[], moved: () => number) => {
  let killed = 0
  for (let n = 0; n < kills; n += 1) {
    const until = moved() + 1 + Math.floor(Math.random() * 1.5 * partBytes)
    if (await run(args, () => moved() >= until)) return killed
    killed += 1
  }
  expect(await run(args, () => false)).toBe(true)
  return killed
}

const hashOf = async (path: string) => {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}

const proxied = async (work: (network: CuttingProxy) => Promise<void>) => {
  const network = await cuttingProxy(central.url, () => null)
  await work(network)
  await network.close()
}

test('a bench that is killed while it sends or fetches goes on where it was', async () => {
  let sha256 = ''
  const sender = await prepare('sender', async (bench) => {
    sha256 = await attachRandom(bench, bytes)
  })
  const { token } = await central.addDevice('Ada')
  await proxied(async (network) => {
    const killed = await killedOften([sender, network.url, token, sha256], network.sent)
    expect(killed).toBeGreaterThan(2)
    // Each kill costs at most the two parts that were on their way.
    expect(network.sent()).toBeLessThan(bytes + killed * 2 * partBytes + 200_000)
  })
  await central.name(sha256)
  const fetcher = await prepare('fetcher', async ({ database }) => {
    await nameOnBench(database, { sha256, bytes })
    await database.write(wantBlob, { sha256, pin: false, confirmed: false })
  })
  await proxied(async (network) => {
    const killed = await killedOften([fetcher, network.url, token, sha256], network.received)
    expect(killed).toBeGreaterThan(2)
    // What had not reached the disk was in the buffers of sockets.
    expect(network.received()).toBeLessThan(bytes + (killed + 1) * partBytes)
  })
  expect(await hashOf(blobPath(fetcher, sha256))).toBe(sha256)
  expect(existsSync(join(fetcher, 'arriving', `${sha256}.part`))).toBe(false)
})
