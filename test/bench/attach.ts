import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { openHost, withFolder } from './host.ts'
import type { Bench } from './report.ts'

const gibibyte = 1024 ** 3
const piece = 8 * 1024 * 1024

const makeFile = (path: string, bytes: number) => {
  const file = openSync(path, 'w')
  const chunk = randomBytes(piece)
  for (let at = 0; at < bytes; at += piece) {
    chunk.writeUInt32LE(at / piece, 0)
    writeSync(file, chunk, 0, Math.min(piece, bytes - at))
  }
  closeSync(file)
}

/** Hashes the file, then copies it and syncs the copy: what has to be done, in two plain passes. */
const floorOf = (path: string, copy: string): number => {
  const started = performance.now()
  const hash = createHash('sha256')
  const chunk = Buffer.allocUnsafe(piece)
  const source = openSync(path, 'r')
  for (let read = readSync(source, chunk); read > 0; read = readSync(source, chunk))
    hash.update(chunk.subarray(0, read))
  closeSync(source)
  hash.digest('hex')
  spawnSync('cp', ['--reflink=never', path, copy])
  const target = openSync(copy, 'r+')
  fsyncSync(target)
  closeSync(target)
  return (performance.now() - started) / 1000
}

/** One large file into a case, through the contract. */
export const attach: Bench = async ({ size = 4 * gibibyte }) =>
  withFolder(async (folder) => {
    const path = join(folder, 'large.bin')
    makeFile(path, size)
    const host = await openHost(join(folder, 'bench'))
    const { id: caseId } = await host.client.cases.create({ title: 'A heap dump' })
    const before = process.memoryUsage().rss
    let most = before
    const sampler = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20)
    const floors: number[] = [floorOf(path, join(folder, 'copy'))]
    rmSync(join(folder, 'copy'))
    most = process.memoryUsage().rss
    const base = most
    const started = performance.now()
    for await (const step of host.client.attachments.attachPaths({ caseId, paths: [path] }))
      if (step.type === 'done') break
    const seconds = (performance.now() - started) / 1000
    const grown = (most - base) / 1024 ** 2
    clearInterval(sampler)
    await host.close()
    rmSync(join(folder, 'bench'), { recursive: true })
    floors.push(floorOf(path, join(folder, 'copy')))
    const floor = floors.reduce((sum, one) => sum + one, 0) / floors.length
    const megabytes = size / 1e6
    return {
      work: `one file of ${(size / gibibyte).toFixed(1)} GiB`,
      measures: [
        {
          name: 'throughput',
          value: megabytes / seconds,
          unit: 'MB/s',
          floor: megabytes / floor,
          ratio: floor / seconds,
          bar: '≥ 0.8 × sha256 + copy',
          met: floor / seconds >= 0.8,
        },
        { name: 'memory growth', value: grown, unit: 'MiB', bar: '≤ 100 MB', met: grown <= 95 },
      ],
    }
  })
