import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { addAccount } from '../../central/access/accounts.ts'
import { commandLine } from '../../central/access/act.ts'
import { composeAccess } from '../../central/entry/compose.ts'
import { openStorage } from '../../central/entry/storage.ts'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'

/** Random instants at which the bench is killed, and as many at which the service is; the whole measure is 500 of each. */
const kills = Number(process.env.CASEBENCH_SYNC_KILLS ?? 12)
const victim = fileURLToPath(new URL('./sync-victim.ts', import.meta.url))
const entry = fileURLToPath(new URL('../../central/entry/main.ts', import.meta.url))

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

const startCentral = async (dataDir: string, port: number): Promise<ChildProcess> => {
  const child = spawn(
    process.execPath,
    [entry, '--data', dataDir, '--port', String(port), '--json', '--log-level', 'error'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(createInterface(child.stdout ?? process.stdin), 'line')
  return child
}

const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  await ended
}

/** Ends the database server itself as a power cut does; its children end with it. */
const killPostgres = (dataDir: string) => {
  const [pid] = readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  process.kill(Number(pid), 'SIGKILL')
}

it(`what was acknowledged is at the service once, after kill -9 of bench and service at ${kills} random instants each`, {
  timeout: 60 * 60_000,
}, async () => {
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  chmodSync(folder.path, 0o755)
  const central = join(folder.path, 'central')
  const bench = join(folder.path, 'bench')
  const port = await freePort()
  let service = await startCentral(central, port)
  onTestFinished(() => end(service, 'SIGTERM'))
  const storage = await openStorage({ dataDir: central, say: () => undefined })
  const add = (name: string) =>
    addAccount(composeAccess(storage.database), commandLine, { name, role: 'engineer' })
  const [{ token }, reader] = [await add('Ada'), await add('Lin')]
  await storage.close()
  const url = `http://127.0.0.1:${port}`
  const acknowledged: string[] = []
  /** Benches that ended by themselves. */
  const failures: number[] = []
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50 + Math.random() ** 2 * 900))

  for (let round = 0; round < kills; round += 1) {
    const child = spawn(process.execPath, [victim, bench, String(round), url, token], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    child.once('exit', (code) => code !== null && failures.push(code))
    const lines = createInterface(child.stdout)
    lines.on('line', (line) => {
      if (/^(note|case) /.test(line)) acknowledged.push(line.replace(/^case /, ''))
    })
    await once(lines, 'line')
    await pause()
    if (round % 4 === 3) killPostgres(central)
    await end(service, 'SIGKILL')
    await pause()
    await end(child, 'SIGKILL')
    service = await startCentral(central, port)
  }

  expect(failures).toEqual([])
  const ours = await openHost(bench)
  expect(await ours.client.sync.once({})).toMatchObject({ rejected: 0, upToDate: true })
  const theirs = await openHost(join(folder.path, 'reader'))
  await theirs.client.sync.connect({ url, token: reader.token })
  await theirs.client.sync.once({})
  const there: string[] = []
  const { rows } = await theirs.client.cases.list({ query: '', limit: 500 })
  expect((await theirs.client.cases.count({})).total).toBe(rows.length)
  for (const { id, title } of rows) {
    there.push(title)
    for await (const { events, total } of theirs.client.timeline.watch({ caseId: id, limit: 5000 })) {
      expect(events).toHaveLength(total)
      there.push(...events.filter(({ kind }) => kind === 'note').map(({ body }) => body))
      break
    }
  }
  const notes = acknowledged.map((line) => line.replace(/^note note /, 'note '))
  expect(notes.length).toBeGreaterThan(kills)
  expect(new Set(there).size).toBe(there.length)
  const here = new Set(there)
  expect(notes.filter((note) => !here.has(note))).toEqual([])
  await ours.close()
  await theirs.close()
})
