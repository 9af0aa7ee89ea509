import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { openBench } from '../../host/entry/compose.ts'
import { services } from '../../shared/contract/index.ts'
import { connect } from '../../shared/wire/client.ts'
import { wirePair } from '../../shared/wire/pair.ts'
import { serve } from '../../shared/wire/server.ts'
import { temporaryFolder } from '../support/database.ts'

const victim = fileURLToPath(new URL('./many-at-once-victim.ts', import.meta.url))

/** A real host on a folder, and as many clients of it as are asked for. */
const openHost = async (dataDir: string) => {
  const bench = await openBench({ dataDir })
  const ends: (() => void)[] = []
  const client = () => {
    const [ours, theirs] = wirePair()
    ends.push(serve(theirs, bench.endpoints, { mayNamePaths: true }))
    return connect(services, ours)
  }
  const close = async () => {
    for (const end of ends) end()
    await bench.close()
  }
  return { client, close, [Symbol.asyncDispose]: close }
}

type Client = ReturnType<Awaited<ReturnType<typeof openHost>>['client']>

const newCases = (client: Client, count: number) =>
  Promise.all(
    Array.from({ length: count }, async (_, at) => (await client.cases.create({ title: `Case ${at}` })).id),
  )

const totalOf = async (client: Client, query: string) => (await client.cases.count({ query })).total

test('what one window takes back by name is its own change, whatever another did since', async () => {
  using folder = temporaryFolder()
  await using host = await openHost(join(folder.path, 'bench'))
  const [one, other] = [host.client(), host.client()]
  const [id = ''] = await newCases(one, 1)
  const mine = await one.cases.set({ ids: [id], set: { severity: 1 } })
  const theirs = await other.cases.set({ ids: [id], set: { status: 'waiting' } })
  await one.history.undo({ step: mine.step ?? 0 })
  expect((await one.cases.get({ key: id })).case).toMatchObject({ severity: 3, status: 'waiting' })

  await one.cases.set({ ids: [id], set: { status: 'solved' } })
  const late = other.history.undo({ step: theirs.step ?? 0 })
  await expect(late).rejects.toMatchObject({
    code: 'changed-since',
    message: expect.stringMatching(/the status of CB-1001 was changed since/),
  })
  expect((await one.cases.get({ key: id })).case.status).toBe('solved')
})

test('a note gets through while many cases are changed, and one undo takes all of them back', async () => {
  using folder = temporaryFolder()
  await using host = await openHost(join(folder.path, 'bench'))
  const [one, other] = [host.client(), host.client()]
  const ids = await newCases(one, 400)
  let noteAt = 0
  let last = { step: null as number | null, done: 0, total: 0 }
  for await (const part of one.cases.change({ ids, change: { kind: 'set', set: { severity: 1 } } })) {
    last = part
    if (noteAt > 0) continue
    await other.timeline.post({ caseId: ids[399] ?? '', lane: 'internal', body: 'written meanwhile' })
    noteAt = await totalOf(other, 'severity:1')
  }
  expect(noteAt).toBeLessThan(400)
  expect(last).toMatchObject({ done: 400, total: 400 })
  expect(await totalOf(one, 'severity:1')).toBe(400)

  let parts = 0
  for await (const part of one.history.replay({ way: 'undo', step: last.step ?? 0 })) parts = part.total
  expect(parts).toBeGreaterThan(1)
  expect(await totalOf(one, 'severity:1')).toBe(0)
  expect(await totalOf(one, '"written meanwhile"')).toBe(1)
})

test('a change that is cancelled leaves what is done as one change to undo', async () => {
  using folder = temporaryFolder()
  await using host = await openHost(join(folder.path, 'bench'))
  const client = host.client()
  const ids = await newCases(client, 400)
  const stop = new AbortController()
  const change = async () => {
    const wanted = { ids, change: { kind: 'tag' as const, add: ['x'] } }
    for await (const _part of client.cases.change(wanted, { signal: stop.signal })) stop.abort()
  }
  await expect(change()).rejects.toMatchObject({ code: 'cancelled' })
  const { label } = await client.history.undo({})
  expect(label).toMatch(/^Tag \d+ cases$/)
  expect(Number(label.replace(/\D/g, ''))).toBeLessThan(400)
  expect(await totalOf(client, 'tag:x')).toBe(0)
})

test('cases that are not here are refused before any is changed', async () => {
  using folder = temporaryFolder()
  await using host = await openHost(join(folder.path, 'bench'))
  const client = host.client()
  const ids = await newCases(client, 60)
  const change = client.cases.tag({ ids: [...ids, crypto.randomUUID()], add: ['x'] })
  await expect(change).rejects.toMatchObject({ code: 'not-found' })
  expect(await totalOf(client, 'tag:x')).toBe(0)
})

/** Changes cases in a process of its own until it is killed, after some parts were told. */
const killed = (dataDir: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [victim, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    let told = 0
    child.stdout.on('data', (text: Buffer) => {
      told = Number(String(text).trim().split('\n').at(-1))
      if (told >= 100) child.kill('SIGKILL')
    })
    child.once('exit', (_code, signal) =>
      signal === 'SIGKILL' ? resolve(told) : reject(new Error('The host was done before it was killed')),
    )
  })

test('of a change cut off by kill -9, what is done is consistent and is taken back as one', async () => {
  using folder = temporaryFolder()
  const dataDir = join(folder.path, 'bench')
  const told = await killed(dataDir)
  await using host = await openHost(dataDir)
  const client = host.client()
  const done = await totalOf(client, 'status:waiting')
  expect(done).toBeGreaterThanOrEqual(told)
  expect(done).toBeLessThan(2000)
  const { label } = await client.history.undo({})
  expect(label).toBe(`Change status of ${done} cases`)
  expect(await totalOf(client, 'status:waiting')).toBe(0)
  expect(await totalOf(client, 'status:new')).toBe(2000)
  await client.history.redo({})
  expect(await totalOf(client, 'status:waiting')).toBe(done)
})

test('a component gets another name in every case, becomes one with its namesake, and comes back', async () => {
  using folder = temporaryFolder()
  await using host = await openHost(join(folder.path, 'bench'))
  const client = host.client()
  const tomcat = { kind: 'package', name: 'tomcat', version: '10', purl: 'pkg:maven/tomcat' } as const
  const apache = { kind: 'product', name: 'Apache Tomcat', version: '10' } as const
  for (const components of [[tomcat], [tomcat, apache], [apache]])
    await client.cases.create({ title: 'Pool exhausted', components })
  const known = async () => (await client.components.list({})).components
  const before = await known()
  const from = { kind: tomcat.kind, name: tomcat.name }
  const rename = async (set: object) => {
    for await (const _part of client.components.change({ from, set }));
  }
  await rename({ name: 'Tomcat core' })
  expect((await known()).map(({ name, cases }) => [name, cases])).toContainEqual(['Tomcat core', 2])
  await client.history.undo({})
  expect(await known()).toEqual(before)
  await rename({ kind: 'product', name: 'Apache Tomcat', purl: '' })
  expect((await known()).map(({ name, cases }) => [name, cases])).toEqual([['Apache Tomcat', 3]])
  await client.history.undo({})
  expect(await known()).toEqual(before)
  await expect(client.components.change({ from: { ...from, version: '9' }, set: {} }).next()).rejects.toThrow(
    /No case names tomcat/,
  )
})
