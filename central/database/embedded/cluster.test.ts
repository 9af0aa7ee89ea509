import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabase } from '../database.ts'
import { type Cluster, openCluster } from './cluster.ts'
import { readPostmaster } from './postmaster.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cluster-'))
  chmodSync(folder, 0o755)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const ask = async (cluster: Cluster, text: string): Promise<object[]> => {
  const database = openDatabase({ url: cluster.url(), connections: 1 })
  const rows = await database.query(text)
  await database.close()
  return rows
}

test('it keeps what was written, durably, and only this machine with the password may connect', async () => {
  const home = join(folder, 'central')
  const cluster = await openCluster({ folder: home })
  await ask(cluster, 'create table kept (n int)')
  expect(
    await ask(
      cluster,
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'listen_addresses', 'full_page_writes') order by name",
    ),
  ).toEqual([
    { name: 'fsync', setting: 'on' },
    { name: 'full_page_writes', setting: 'on' },
    { name: 'listen_addresses', setting: '127.0.0.1' },
    { name: 'synchronous_commit', setting: 'on' },
  ])
  const stranger = openDatabase({ url: cluster.url().replace(/:[^:@]+@/, ':guess@') })
  await expect(stranger.query('select 1')).rejects.toMatchObject({ code: '28P01' })
  await stranger.close()
  expect(statSync(join(home, 'postgres-password')).mode & 0o777).toBe(0o600)
  await cluster.close()
  expect(readPostmaster(home)).toBe(undefined)
  const again = await openCluster({ folder: home })
  expect(await ask(again, 'select count(*) as n from kept')).toEqual([{ n: 0 }])
  await again.close()
})

test('those who start at once share one server, and the last who leaves stops it', async () => {
  const all = await Promise.all(Array.from({ length: 3 }, () => openCluster({ folder })))
  expect(new Set(all.map((cluster) => cluster.url())).size).toBe(1)
  expect(readdirSync(folder).toSorted()).toEqual(['postgres', 'postgres-password'])
  const [last, ...others] = all
  await Promise.all(others.map((cluster) => cluster.close()))
  expect(readPostmaster(folder)).toBeDefined()
  await last?.close()
  expect(readPostmaster(folder)).toBe(undefined)
})

test('a server whose process was killed is taken over, and one that was killed itself is started again', async () => {
  const program = `import { openCluster } from ${JSON.stringify(join(import.meta.dirname, 'cluster.ts'))}
await openCluster({ folder: ${JSON.stringify(folder)} }); process.kill(process.pid, 'SIGKILL')`
  const kill = () => {
    try {
      execFileSync(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: 'pipe' })
    } catch (error) {
      expect(error).toMatchObject({ signal: 'SIGKILL' })
    }
  }
  kill()
  const orphan = readPostmaster(folder)?.pid
  expect(orphan).toBeDefined()
  const cluster = await openCluster({ folder })
  expect(readPostmaster(folder)?.pid).toBe(orphan)
  await cluster.close()
  expect(readPostmaster(folder)).toBe(undefined)
  kill()
  const killed = readPostmaster(folder)?.pid ?? 0
  process.kill(killed, 'SIGKILL')
  const after = await openCluster({ folder })
  expect(await ask(after, 'select 1 as n')).toEqual([{ n: 1 }])
  await after.close()
})

test('a pid file of before a restart, with the number of another program, is in nobody’s way', async () => {
  const cluster = await openCluster({ folder })
  await cluster.close()
  const file = join(folder, 'postgres', 'postmaster.pid')
  writeFileSync(file, `${process.pid}\n${join(folder, 'postgres')}\n1\n1\n\n127.0.0.1\n\nready\n`)
  const again = await openCluster({ folder })
  expect(await ask(again, 'select 1 as n')).toEqual([{ n: 1 }])
  expect(readPostmaster(folder)?.pid).not.toBe(process.pid)
  await again.close()
})

test('a server that ends by itself is started again on its port', async () => {
  const back = Promise.withResolvers<void>()
  const said: string[] = []
  const cluster = await openCluster({
    folder,
    say: (sentence) => {
      if (said.push(sentence) === 2) back.resolve()
    },
  })
  const url = cluster.url()
  process.kill(readPostmaster(folder)?.pid ?? 0, 'SIGQUIT')
  await back.promise
  expect(cluster.url()).toBe(url)
  expect(await ask(cluster, 'select 1 as n')).toEqual([{ n: 1 }])
  await cluster.close()
})

test('a folder in a private one serves too', async () => {
  chmodSync(folder, 0o700)
  const cluster = await openCluster({ folder: join(folder, 'inner', 'central') })
  expect(await ask(cluster, 'select 1 as n')).toEqual([{ n: 1 }])
  await cluster.close()
})

test('what cannot start says why', async () => {
  const cluster = await openCluster({ folder })
  await cluster.close()
  const version = join(folder, 'postgres', 'PG_VERSION')
  expect(readFileSync(version, 'utf8')).toBe('18\n')
  writeFileSync(version, '9\n')
  await expect(openCluster({ folder, patience: 2_000 })).rejects.toMatchObject({
    code: 'no-database',
    message: expect.stringContaining('does not start'),
  })
})
