import { spawnSync } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { tarEntry } from '../support/archives.ts'
import { openHost, withFolder } from './host.ts'
import { type Bench, median } from './report.ts'

const files = 20_000
const levels = ['INFO ', 'WARN ', 'DEBUG', 'ERROR']

/** Log lines that a generator of random numbers makes: neither noise nor all the same. */
const logOf = (number: number, bytes: number): string => {
  let seed = number + 1
  const next = () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed
  }
  const lines: string[] = []
  for (let length = 0; length < bytes; ) {
    const [a, b] = [next(), next()]
    const line = `2026-01-02T03:04:${String(a % 60).padStart(2, '0')}.${b % 1000} ${levels[a >>> 30]} [worker-${a % 37}] org.example.pool.Pool${b % 11} - request ${a.toString(16)} took ${b % 5000} ms, ${b.toString(36)} of session ${(a ^ b).toString(36)} waits`
    lines.push(line)
    length += line.length + 1
  }
  return `${lines.join('\n')}\n`
}

const makeArchive = async (path: string, size: number): Promise<void> => {
  const each = Math.ceil(size / files)
  async function* parts() {
    for (let number = 0; number < files; number += 1)
      yield tarEntry({
        name: `node-${number % 40}/logs/${number % 200}/app-${number}.log`,
        text: logOf(number, each),
      })
    yield Buffer.alloc(1024)
  }
  await pipeline(Readable.from(parts()), createGzip({ level: 6 }), createWriteStream(path))
}

const floorOf = async (archive: string, folder: string): Promise<number> => {
  await mkdir(folder)
  const started = performance.now()
  const run = (command: string, ...args: string[]) => {
    const ended = spawnSync(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] })
    if (ended.status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${ended.status}`)
  }
  const own = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.org', '-c', 'gc.auto=0']
  run('git', 'init', '-q')
  run('tar', 'xzf', archive)
  run('git', ...own, 'add', '-A')
  run('git', ...own, 'commit', '-q', '-m', 'Unpack')
  const seconds = (performance.now() - started) / 1000
  await rm(folder, { recursive: true })
  return seconds
}

/** A customer's bundle into a workspace and its first commit, through the contract. `--size` is bytes unpacked. */
export const unpack: Bench = async ({ size = 1e9, say }) =>
  withFolder(async (folder) => {
    const archive = join(folder, 'bundle.tar.gz')
    say('Making the archive …')
    await makeArchive(archive, size)
    const floors = [await floorOf(archive, join(folder, 'floor'))]
    const host = await openHost(join(folder, 'bench'))
    const { id: caseId } = await host.client.cases.create({ title: 'A bundle' })
    for await (const step of host.client.attachments.attachPaths({ caseId, paths: [archive] }))
      if (step.type === 'done') break
    await host.client.workspaces.open({ caseId })
    const started = performance.now()
    let arrived = 0
    for await (const step of host.client.workspaces.unpack({ caseId }))
      if (step.type === 'done') arrived = step.files
    const seconds = (performance.now() - started) / 1000
    if (arrived !== files) throw new Error(`${arrived} of ${files} files arrived`)
    await host.close()
    await rm(join(folder, 'bench'), { recursive: true })
    floors.push(await floorOf(archive, join(folder, 'floor')))
    say(`floors: ${floors.map((one) => one.toFixed(1)).join(' s, ')} s`)
    const floor = median(floors)
    return {
      work: `${files.toLocaleString('en')} files, ${(size / 1e9).toPrecision(2)} GB in a tar.gz`,
      measures: [
        {
          name: 'throughput',
          value: size / 1e6 / seconds,
          unit: 'MB/s',
          floor: size / 1e6 / floor,
          ratio: floor / seconds,
          bar: '≥ 0.7 × tar x + git add -A + git commit',
          met: floor / seconds >= 0.7,
        },
      ],
    }
  })
