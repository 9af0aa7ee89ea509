import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { blobPath } from '../../host/attachments/blob-store.ts'
import { restoreBench } from '../../host/bench/restore.ts'
import { openHost } from '../bench/host.ts'
import { temporaryFolder } from '../support/database.ts'

type Host = Awaited<ReturnType<typeof openHost>>

const last = async <T>(steps: AsyncIterable<T>): Promise<T> => {
  let latest: T | undefined
  for await (const step of steps) latest = step
  if (latest === undefined) throw new Error('Nothing came')
  return latest
}

const first = async <T>(answers: AsyncIterable<T>): Promise<T> => {
  for await (const answer of answers) return answer
  throw new Error('Nothing came')
}

/** A case with everything a case can have, and the file it was given. */
const fill = async ({ client }: Host, folder: string) => {
  const bytes = randomBytes(100_000)
  const path = join(folder, 'heap dump.bin')
  writeFileSync(path, bytes)
  const customer = await client.customers.set({ set: { name: 'Acme', notes: 'pays' } })
  const made = await client.cases.create({
    title: 'Pool exhausted ünïcode 数据库',
    description: '# Steps\n\nRestart',
    customerId: customer.id,
    tags: ['jdbc'],
    components: [{ kind: 'package', name: 'tomcat', version: '10.1.28', purl: 'pkg:maven/tomcat' }],
  })
  const other = await client.cases.create({ title: 'The same' })
  await client.cases.set({
    ids: [made.id],
    set: { status: 'waiting', severity: 1 },
    reason: 'Asked for logs',
  })
  const { id: eventId } = await client.timeline.post({
    caseId: made.id,
    lane: 'internal',
    body: 'Looks like the pool',
  })
  await client.timeline.correct({ eventId, body: 'It is the pool' })
  await last(client.attachments.attachPaths({ caseId: made.id, paths: [path] }))
  await client.cases.link({ fromId: made.id, toKey: other.ref, kind: 'related' })
  const { path: workspace } = await client.workspaces.open({ caseId: made.id })
  writeFileSync(join(workspace, 'pool.conf'), 'size=20\n')
  const { patch } = await client.patches.create({ caseId: made.id, message: 'Grow the pool' })
  await client.patches.step({ id: patch.id, state: 'sent', url: 'https://example.org/1' })
  return { ...made, sha256: createHash('sha256').update(bytes).digest('hex') }
}

const everything = async ({ client }: Host, key: string) => {
  const detail = await client.cases.get({ key })
  const { patches } = await first(client.patches.watch({ caseId: detail.case.id }))
  for await (const { events } of client.timeline.watch({ caseId: detail.case.id }))
    return { detail, events, patches }
  throw new Error('No timeline')
}

test('a backup restores to the same bench, files included', async () => {
  using folder = temporaryFolder()
  const host = await openHost(join(folder.path, 'bench'))
  const { ref, sha256 } = await fill(host, folder.path)
  const before = await everything(host, ref)
  const file = join(folder.path, 'desk.casebench')
  await last(host.client.bench.backup({ path: file }))
  await expect(last(host.client.bench.backup({ path: file }))).rejects.toMatchObject({ code: 'exists' })
  await host.close()

  const dataDir = join(folder.path, 'restored')
  expect(await restoreBench({ file, dataDir, force: false })).toMatchObject({
    cases: 2,
    blobs: 2,
    movedAside: null,
  })
  const again = await openHost(dataDir)
  expect(await everything(again, ref)).toEqual(before)
  expect((await again.client.bench.doctor({})).checks.filter(({ ok }) => !ok)).toEqual([])
  await again.close()
  expect(
    createHash('sha256')
      .update(readFileSync(blobPath(dataDir, sha256)))
      .digest('hex'),
  ).toBe(sha256)
})

test('a damaged backup restores nothing, and a bench is only replaced when forced', async () => {
  using folder = temporaryFolder()
  const host = await openHost(join(folder.path, 'bench'))
  await fill(host, folder.path)
  const file = join(folder.path, 'desk.casebench')
  await last(host.client.bench.backup({ path: file }))
  await host.close()
  const whole = readFileSync(file)
  const damaged = join(folder.path, 'damaged.casebench')
  const places = [0.2, 0.4, 0.5, 0.6, 0.8, 0.95].map((share) => Math.floor(whole.length * share))
  for (const at of places) {
    const bytes = Buffer.from(whole)
    bytes.fill(bytes[at] === 0x55 ? 0xaa : 0x55, at, at + 8)
    writeFileSync(damaged, bytes)
    const target = join(folder.path, `from-${at}`)
    await expect(restoreBench({ file: damaged, dataDir: target, force: false })).rejects.toMatchObject({
      code: 'unreadable',
    })
    expect(existsSync(target)).toBe(false)
  }
  const dataDir = join(folder.path, 'restored')
  writeFileSync(damaged, whole.subarray(0, whole.length / 3))
  await expect(restoreBench({ file: damaged, dataDir, force: true })).rejects.toMatchObject({
    code: 'unreadable',
  })
  mkdirSync(dataDir, { recursive: true })
  writeFileSync(join(dataDir, 'something'), 'precious')
  await expect(restoreBench({ file, dataDir, force: false })).rejects.toMatchObject({ code: 'not-empty' })
  const { movedAside } = await restoreBench({ file, dataDir, force: true })
  expect(readFileSync(join(movedAside ?? '', 'something'), 'utf8')).toBe('precious')
})

test('an exported case imports again to the same content', async () => {
  using folder = temporaryFolder()
  const host = await openHost(join(folder.path, 'bench'))
  const { ref, sha256 } = await fill(host, folder.path)
  const before = await everything(host, ref)
  const path = join(folder.path, 'CB-1001')
  await last(host.client.bench.exportCase({ key: ref, path }))
  expect(readFileSync(join(path, 'case.md'), 'utf8')).toContain('It is the pool')
  const here = await last(host.client.imports.run({ sources: [{ path }] }))
  expect(here).toMatchObject({ type: 'done', report: { imported: 0, updated: 0, unchanged: 1, skipped: [] } })
  await host.close()

  const elsewhere = await openHost(join(folder.path, 'elsewhere'))
  const done = await last(elsewhere.client.imports.run({ sources: [{ path }] }))
  expect(done).toMatchObject({ type: 'done', report: { imported: 1, skipped: [] } })
  const after = await everything(elsewhere, ref)
  expect({ ...after.detail, links: [] }).toEqual({ ...before.detail, links: [] })
  expect(after.events).toEqual(before.events)
  expect(after.patches).toEqual(before.patches)
  expect(after.patches).toMatchObject([{ steps: [{ state: 'draft' }, { state: 'sent' }] }])
  expect(
    createHash('sha256')
      .update(readFileSync(blobPath(join(folder.path, 'elsewhere'), sha256)))
      .digest('hex'),
  ).toBe(sha256)
  const [found] = (await elsewhere.client.cases.list({ query: '数据库 tag:jdbc' })).rows
  expect(found?.ref).toBe(ref)
  await elsewhere.close()
})
