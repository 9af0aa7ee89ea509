import { chmodSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { type OpenHost, openHost } from '../bench/host.ts'
import { startCentral } from '../support/central-process.ts'
import { temporaryFolder } from '../support/database.ts'
import { noDisk, smallDisk } from '../support/disk.ts'

const megabyte = 1024 * 1024

/** Of 240 kB each: more than the disks have left while they are full, and less than they have otherwise. */
const notes = 25

/** Leaves so many megabytes on a disk. */
const fill = (disk: string, left: number): string => {
  const { bavail, bsize } = statfsSync(disk)
  const filler = join(disk, 'filler')
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - left * megabyte), 1))
  return filler
}

const folderFor = () => {
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  chmodSync(folder.path, 0o755)
  return folder.path
}

const openStaying = async (path: string): Promise<OpenHost> => {
  const host = await openHost(path, { stays: true })
  onTestFinished(() => host.close())
  return host
}

const openConnected = async (path: string, url: string, token: string): Promise<OpenHost> => {
  const host = await openStaying(path)
  await host.client.sync.connect({ url, token })
  return host
}

const write = async ({ client }: OpenHost, title: string, count: number): Promise<string> => {
  const { id: caseId } = await client.cases.create({ title })
  for (let n = 0; n < count; n += 1)
    await client.timeline.post({ caseId, lane: 'internal', body: `${n} ${randomText(n)}` })
  return caseId
}

/** Text that hardly gets smaller, so that it needs its room on every disk. */
const randomText = (seed: number): string => {
  let state = seed + 1
  const next = () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state
  }
  return Array.from({ length: 40_000 }, () => next().toString(36)).join('')
}

const notesOf = async ({ client }: OpenHost, caseId: string): Promise<number> => {
  for await (const { events } of client.timeline.watch({ caseId, limit: 5000 }))
    return events.filter(({ kind }) => kind === 'note').length
  return 0
}

const isUpToDate = ({ client }: OpenHost) =>
  vi.waitFor(
    async () => {
      await client.sync.wake({})
      expect(await client.sync.status({})).toMatchObject({ state: 'up-to-date', pending: 0 })
    },
    { timeout: 120_000, interval: 500 },
  )

test('a service whose disk is full is said to be, and gets everything once it has room', async ({ skip }) => {
  const folder = folderFor()
  const disk = join(folder, 'disk')
  const mounted = smallDisk(disk, 400)
  if (!mounted) return skip(noDisk)
  onTestFinished(() => mounted[Symbol.dispose]())
  const service = await startCentral({ folder: join(disk, 'service') })
  onTestFinished(() => service.close())
  const ada = await openConnected(join(folder, 'ada'), service.url, await service.addUser('Ada'))
  await isUpToDate(ada)
  const filler = fill(disk, 3)
  const caseId = await write(ada, 'While the disk is full', notes)
  await vi.waitFor(
    async () => {
      await ada.client.sync.wake({})
      const { trouble, pending } = await ada.client.sync.status({})
      expect(trouble?.code).toMatch(/^server-(full|trouble)$/)
      expect(pending).toBeGreaterThan(0)
    },
    { timeout: 120_000, interval: 500 },
  )

  rmSync(filler)
  await isUpToDate(ada)
  const lin = await openConnected(join(folder, 'lin'), service.url, await service.addUser('Lin'))
  await isUpToDate(lin)
  expect(await notesOf(lin, caseId)).toBe(notes)
})

test('a bench whose disk is full keeps its place, and goes on once it has room', async ({ skip }) => {
  const folder = folderFor()
  const disk = join(folder, 'disk')
  const mounted = smallDisk(disk, 200)
  if (!mounted) return skip(noDisk)
  onTestFinished(() => mounted[Symbol.dispose]())
  const service = await startCentral()
  onTestFinished(() => service.close())
  const ada = await openConnected(join(folder, 'ada'), service.url, await service.addUser('Ada'))
  const lin = await openConnected(join(disk, 'lin'), service.url, await service.addUser('Lin'))
  await isUpToDate(lin)
  const own = await write(lin, 'Written here', 1)
  const filler = fill(disk, 4)
  const caseId = await write(ada, 'More than there is room for', notes)
  await isUpToDate(ada)
  await vi.waitFor(
    async () => {
      await lin.client.sync.wake({})
      expect((await lin.client.sync.status({})).trouble?.code).toBe('disk-full')
    },
    { timeout: 120_000, interval: 500 },
  )

  rmSync(filler)
  await isUpToDate(lin)
  expect(await notesOf(lin, caseId)).toBe(notes)
  await vi.waitFor(async () => expect(await notesOf(ada, own)).toBe(1), { timeout: 60_000 })
})
