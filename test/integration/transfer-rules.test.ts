import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import type { ListedTransfer } from '../../shared/contract/transfers.ts'
import { type TestCentral, testCentral, testPostgres } from '../support/central.ts'
import { temporaryFolder } from '../support/database.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

type Bench = Awaited<ReturnType<typeof openConnected>>

const openCentral = async (): Promise<TestCentral> => {
  const central = await testCentral(await postgres.database())
  onTestFinished(central.close)
  return central
}

/** Reads a live view until it says what is waited for. */
const until = async <T>(items: AsyncIterable<T>, isIt: (item: T) => boolean): Promise<T> => {
  for await (const item of items) if (isIt(item)) return item
  throw new Error('The view ended before it said so')
}

const attach = async ({ client, dataDir }: Bench, { name, bytes }: { name: string; bytes: number }) => {
  const { id } = await client.cases.create({ title: `A case with ${name}` })
  const path = join(dataDir, name)
  writeFileSync(path, Buffer.alloc(bytes, name))
  for await (const step of client.attachments.attachPaths({ caseId: id, paths: [path] }))
    if (step.type === 'done') return { caseId: id, sha256: step.attachments[0]?.sha256 ?? '' }
  throw new Error('Nothing was attached')
}

const items = async ({ client }: Bench): Promise<ListedTransfer[]> =>
  (await until(client.transfers.watch({}), () => true)).items

const held = async (bench: Bench) =>
  (await items(bench)).map(({ name, way }) => ({ name, hold: way.hold, state: way.state }))

it('a file above the limit waits for a yes in both directions, and goes with it', async () => {
  const central = await openCentral()
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  await ada.client.transfers.setRules({ askAbove: 10_000 })
  await lin.client.transfers.setRules({ askAbove: 10_000 })
  const { caseId, sha256 } = await attach(ada, { name: 'heap.hprof', bytes: 30_000 })
  expect(await ada.once()).toMatchObject({ blobs: { up: 0, down: 0 }, upToDate: true })
  expect(await held(ada)).toEqual([{ name: 'heap.hprof', hold: 'size', state: 'waiting' }])
  expect((await ada.client.sync.status({})).files).toEqual({ open: 0, asking: 1, failed: 0 })
  await ada.client.transfers.retry({ sha256, confirmed: true })
  await ada.once()
  expect(await held(ada)).toEqual([])

  await lin.once()
  const [standing] = (await until(lin.client.transfers.watchFiles({ caseId }), () => true)).files
  expect(standing).toMatchObject({ sha256, here: false, atService: true, bytes: 30_000, way: null })
  await lin.client.transfers.want({ sha256s: [sha256] })
  expect(await lin.once()).toMatchObject({ blobs: { down: 0 } })
  expect(await held(lin)).toEqual([{ name: 'heap.hprof', hold: 'size', state: 'waiting' }])
  // A higher limit is a yes to all below it, and holds at once.
  await lin.client.transfers.setRules({ askAbove: 30_000 })
  await until(lin.client.transfers.watchFiles({ caseId }), ({ files }) => files[0]?.here === true)
  await lin.client.transfers.drop({ sha256 })
  const gone = await until(lin.client.transfers.watchFiles({ caseId }), () => true)
  expect(gone.files[0]).toMatchObject({ here: false, atService: true })
})

it('a limit of the pace is kept, and taking it away holds for what moves', async () => {
  const central = await openCentral()
  const ada = await openConnected(central, 'Ada')
  const bytes = 4_000_000
  await ada.client.transfers.setRules({ uploadLimit: 64_000 })
  await attach(ada, { name: 'slow.bin', bytes })
  const started = Date.now()
  const ended = ada.once()
  const moving = await until(
    ada.client.transfers.watch({}),
    ({ items: [one] }) => one?.way.state === 'moving',
  )
  expect(moving.up).toMatchObject({ files: 1 })
  // At this pace it would take a minute.
  await ada.client.transfers.setRules({ uploadLimit: null })
  expect(await ended).toMatchObject({ blobs: { up: 1 } })
  expect(Date.now() - started).toBeLessThan((bytes / 64_000) * 1000)
  await ada.client.transfers.setRules({ uploadLimit: 1_000_000 })
  await attach(ada, { name: 'paced.bin', bytes: 3_000_000 })
  const paced = Date.now()
  await ada.once()
  // What may go at once after a pause is a quarter of a second's worth.
  expect(Date.now() - paced).toBeGreaterThan(2_500)
})

it('pausing all stops what moves, and giving up a fetch removes what came', async () => {
  const central = await openCentral()
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  const { sha256 } = await attach(ada, { name: 'trace.bin', bytes: 20_000_000 })
  await ada.client.transfers.setRules({ paused: true })
  expect(await ada.once()).toMatchObject({ blobs: { up: 0 } })
  expect(await held(ada)).toEqual([{ name: 'trace.bin', hold: 'paused', state: 'waiting' }])
  await ada.client.transfers.setRules({ paused: false })
  await ada.once()
  await lin.once()
  await lin.client.transfers.setRules({ downloadLimit: 1_000_000 })
  await lin.client.transfers.want({ sha256s: [sha256], pin: true })
  const is = (state: string) => (told: { items: ListedTransfer[] }) => told.items[0]?.way.state === state
  await until(lin.client.transfers.watch({}), ({ items: [one] }) => (one?.way.done ?? 0) > 0)
  await lin.client.transfers.setRules({ paused: true })
  const rests = await until(lin.client.transfers.watch({}), is('waiting'))
  expect(rests.items[0]).toMatchObject({ pinned: true, way: { hold: 'paused', paused: false } })
  await lin.client.transfers.giveUp({ sha256 })
  expect(await items(lin)).toEqual([])
})

it('a network paid by volume carries only what a person says', async ({ skip }) => {
  skip(
    process.platform !== 'linux',
    'only on Linux a program can stand in for the one that tells the kind of network',
  )
  using programs = temporaryFolder()
  const told = join(programs.path, 'busctl')
  const tell = (value: number) => {
    writeFileSync(told, `#!/bin/sh\necho "u ${value}"\n`)
    chmodSync(told, 0o755)
  }
  tell(1)
  vi.stubEnv('PATH', `${programs.path}:${process.env.PATH}`)
  onTestFinished(() => void vi.unstubAllEnvs())
  const central = await openCentral()
  const ada = await openConnected(central, 'Ada')
  const { sha256 } = await attach(ada, { name: 'a.log', bytes: 500 })
  await attach(ada, { name: 'b.log', bytes: 600 })
  expect(await ada.once()).toMatchObject({ blobs: { up: 0 }, upToDate: true })
  const rules = await until(ada.client.transfers.watchRules({}), () => true)
  expect(rules).toMatchObject({ network: 'metered', settings: { networks: 'unmetered' } })
  expect((await held(ada)).map(({ hold }) => hold)).toEqual(['network', 'network'])
  await ada.client.transfers.retry({ sha256, confirmed: true })
  await ada.once()
  expect((await held(ada)).map(({ name }) => name)).toEqual(['b.log'])
  tell(2)
  expect(await ada.once()).toMatchObject({ blobs: { up: 1 } })
  expect(await held(ada)).toEqual([])

  await ada.client.transfers.setRules({ networks: 'asked' })
  await attach(ada, { name: 'c.log', bytes: 700 })
  expect(await ada.once()).toMatchObject({ blobs: { up: 0 } })
  expect(await held(ada)).toEqual([{ name: 'c.log', hold: 'asked', state: 'waiting' }])
  tell(1)
  await ada.client.transfers.setRules({ networks: 'any' })
  await until(ada.client.transfers.watch({}), ({ up }) => up.files === 0)
})
