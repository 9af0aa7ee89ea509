import { type ChildProcess, fork } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, createReadStream, mkdirSync, rmSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { blobPath } from '../../../host/attachments/blob-store.ts'
import { attachStored, nameOnBench, openTransfers, writeBlob } from '../../support/blob-bench.ts'
import { directDatabase } from '../../support/direct-database.ts'
import { withFolder } from '../host.ts'
import type { Bench } from '../report.ts'

const gibibyte = 1024 ** 3

const answered = async (child: ChildProcess): Promise<unknown> => {
  const [{ value }] = (await once(child, 'message')) as [{ value: unknown }]
  return value
}

/** One PUT of the file, hashed, written and synced by the other side; nothing more. */
const barePut = async (url: string, path: string): Promise<string> => {
  const sending = request(url, { method: 'PUT', headers: { 'content-length': statSync(path).size } })
  createReadStream(path, { highWaterMark: 512 * 1024 }).pipe(sending)
  const [answer] = (await once(sending, 'response')) as [IncomingMessage]
  return (await answer.toArray()).join('')
}

/** One GET, hashed, written and synced here. */
const bareGet = async (url: string, path: string): Promise<string> => {
  const asking = request(url).end()
  const [answer] = (await once(asking, 'response')) as [IncomingMessage]
  const file = await open(path, 'w')
  const hash = createHash('sha256')
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    hash.update(chunk)
    await file.write(chunk)
  }
  await file.sync()
  await file.close()
  return hash.digest('hex')
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** A large file from one bench to the service, and from there to another bench. */
export const syncBlobs: Bench = async ({ size = 4 * gibibyte, say }) =>
  withFolder(async (folder) => {
    // The user of the embedded database has to reach its folder.
    chmodSync(folder, 0o711)
    const service = fork(fileURLToPath(new URL('./service.ts', import.meta.url)), [folder], {
      serialization: 'advanced',
    })
    const { url, token, bare } = (await answered(service)) as Record<'url' | 'token' | 'bare', string>
    const ask = async (act: string, value = '') => {
      service.send({ act, value })
      return answered(service)
    }
    using here = directDatabase()
    using there = directDatabase()
    const dataDir = join(folder, 'here')
    const bench = { database: here.database, dataDir }
    const other = { database: there.database, dataDir: join(folder, 'there') }
    mkdirSync(other.dataDir)
    say('writing the file')
    const sha256 = writeBlob(dataDir, size)
    await attachStored(bench, { sha256, bytes: size })
    await nameOnBench(other.database, { sha256, bytes: size })
    await ask('name', sha256)
    const path = blobPath(dataDir, sha256)
    const scratch = join(folder, 'got')
    const up = await openTransfers(bench, { url, token })
    const down = await openTransfers(other, { url, token })
    const never = new AbortController().signal

    const measured = async (work: () => Promise<{ up: number; down: number }>) => {
      await ask('begin')
      const base = process.memoryUsage.rss()
      const theirs = Number(await ask('most'))
      let most = base
      const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
      const time = await seconds(async () => {
        const { up: sent, down: got } = await work()
        if (sent + got !== 1) throw new Error('The file did not go over.')
      })
      clearInterval(sampler)
      return { time, here: (most - base) / 1e6, there: (Number(await ask('most')) - theirs) / 1e6 }
    }
    const putTime = async () => {
      const time = await seconds(() => barePut(bare, path))
      say(`bare PUT: ${(size / 1e6 / time).toFixed(0)} MB/s`)
      return time
    }
    const getTime = async () => {
      const time = await seconds(() => bareGet(bare, scratch))
      rmSync(scratch)
      say(`bare GET: ${(size / 1e6 / time).toFixed(0)} MB/s`)
      return time
    }
    const puts = [await putTime()]
    const sent = await measured(() => up.once(never))
    puts.push(await putTime())
    const gets = [await getTime()]
    const got = await measured(async () => {
      await down.want(sha256)
      return down.once(never)
    })
    gets.push(await getTime())
    await Promise.all([up.closeAll(), down.closeAll()])
    service.send({ act: 'end' })
    await once(service, 'exit')

    const speed = (name: string, time: number, floors: number[]) => {
      const floor = floors.reduce((sum, one) => sum + one, 0) / floors.length
      const megabytes = size / 1e6
      return {
        ...{ name, unit: 'MB/s', bar: '≥ 0.8 × the bare request + SHA-256' },
        value: megabytes / time,
        floor: megabytes / floor,
        ratio: floor / time,
        met: floor / time >= 0.8,
      }
    }
    const memory = (name: string, value: number) => ({
      ...{ name, value, unit: 'MB', bar: '≤ 100 MB', met: value <= 100 },
    })
    return {
      work: `one file of ${(size / gibibyte).toFixed(1)} GiB, from a bench to the service and to another bench`,
      measures: [
        speed('up', sent.time, puts),
        speed('down', got.time, gets),
        memory('memory growth of the bench, up', sent.here),
        memory('memory growth of the service, up', sent.there),
        memory('memory growth of the bench, down', got.here),
        memory('memory growth of the service, down', got.there),
      ],
    }
  })
