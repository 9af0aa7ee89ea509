import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addAccount } from '../../central/access/accounts.ts'
import { commandLine } from '../../central/access/act.ts'
import { folderStore } from '../../central/blobs/folder-store.ts'
import { sweepBlobs, unnamedFor } from '../../central/blobs/sweep.ts'
import { image as imageCommands } from '../../central/cli/image.ts'
import { type PublishedImage, publishAnswer } from '../../shared/sync/images.ts'
import { connectBench, testCentral, testPostgres } from '../support/central.ts'
import { type CuttingProxy, cuttingProxy } from '../support/cutting-proxy.ts'
import { temporaryFolder } from '../support/database.ts'
import { imageIdOf, savedArchive, type TestImage } from '../support/images.ts'
import { openConnected, openFreshBench } from '../support/sync-benches.ts'

const postgres = testPostgres()

type Bench = Awaited<ReturnType<typeof openConnected>>

const opened = async () => {
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const database = await postgres.database()
  const store = folderStore(join(folder.path, 'blobs'), () => crypto.randomUUID())
  const central = await testCentral(database, { store })
  onTestFinished(central.close)
  return { central, database, store }
}

const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const found: T[] = []
  for await (const item of items) found.push(item)
  return found
}

/** Puts an image into the vault of a bench. */
const saved = async ({ client, dataDir }: Bench, image: TestImage): Promise<string> => {
  const path = join(dataDir, 'image.tar')
  writeFileSync(path, savedArchive([image]))
  await all(client.vault.save({ from: path }))
  return imageIdOf(image)
}

const lists = async ({ client }: Bench) => (await client.vault.list({})).images

test('an image goes from one vault to another over connections that break, and each byte about once', async () => {
  const { central, database, store } = await opened()
  const ada = await openConnected(central, 'Ada')
  // Random, so that nothing can be packed on the way.
  const big = { tags: ['shop/app:1.2'], layers: ['base', randomBytes(15_000_000).toString('hex')] }
  const imageId = await saved(ada, big)
  const proxy: CuttingProxy = await cuttingProxy(central.url, () => (proxy.cuts() < 2 ? 11_000_000 : null))
  onTestFinished(proxy.close)
  const far = { ...central, url: proxy.url }
  const grace = await openConnected(far, 'Grace')
  await grace.client.sync.pause({ paused: true })

  const told = await all(ada.client.vault.publish({ images: ['shop/app:1.2'] }))
  expect(told.at(-2)).toMatchObject({ type: 'published', image: { imageId }, licence: null })
  const { images } = await grace.client.vault.published({})
  expect(images).toMatchObject([
    { names: ['shop/app:1.2'], imageId: imageId.slice(7), by: 'Ada', licence: null, layers: 2, here: false },
  ])
  const fetched = await all(grace.client.vault.fetch({ images: ['shop/app:1.2'] }))
  expect(fetched.at(-2)).toMatchObject({ type: 'fetched', added: true, by: 'Ada', image: { imageId } })
  expect(proxy.cuts()).toBe(2)
  expect(proxy.received()).toBeLessThan(1.5 * 30_000_000)
  expect(await lists(grace)).toMatchObject([{ imageId, names: ['shop/app:1.2'], layers: 2 }])
  const [end] = (await all(grace.client.vault.verify({}))).slice(-1)
  expect(end).toMatchObject({ type: 'done', images: 1, problems: 0 })
  expect((await grace.client.vault.published({})).images[0]?.here).toBe(true)
  const before = proxy.received()
  const again = await all(grace.client.vault.fetch({ images: ['shop/app:1.2'] }))
  expect(again.at(-2)).toMatchObject({ type: 'fetched', added: false })
  expect(proxy.received() - before).toBeLessThan(100_000)
  // What is published stays, whatever the sweep finds; publishing it again changes nothing.
  await sweepBlobs({ database, store, now: () => Date.now() + 2 * unnamedFor })
  await all(ada.client.vault.publish({ images: [imageId] }))
  expect((await ada.client.vault.published({})).images).toHaveLength(1)
  const acts = await database.query<{ act: string; subject: string }>(
    "select act, subject from audit where act like 'image.%' and details->>'state' = 'published' order by at",
  )
  expect(acts).toEqual(
    Array.from({ length: 2 }, () => ({ act: 'image.publish', subject: images[0]?.sha256 })),
  )
})

test('a bench that was ended in the middle goes on from what came', async () => {
  const { central } = await opened()
  const ada = await openConnected(central, 'Ada')
  const imageId = await saved(ada, { tags: ['shop/app:2'], layers: [randomBytes(8_000_000).toString('hex')] })
  await all(ada.client.vault.publish({ images: [imageId] }))
  const proxy = await cuttingProxy(central.url, () => null)
  onTestFinished(proxy.close)
  const grace = await openConnected({ ...central, url: proxy.url }, 'Grace')
  await grace.client.sync.pause({ paused: true })
  await grace.client.transfers.setRules({ downloadLimit: 20_000_000 })
  const stop = new AbortController()
  const cutOff = (async () => {
    const steps = grace.client.vault.fetch({ images: ['shop/app:2'] }, { signal: stop.signal })
    for await (const step of steps) if (step.type === 'progress' && step.bytes > 4_000_000) stop.abort()
  })()
  await expect(cutOff).rejects.toMatchObject({ code: 'cancelled' })
  expect(await lists(grace)).toEqual([])
  await grace.client.transfers.setRules({ downloadLimit: null })
  const before = proxy.received()
  await all(grace.client.vault.fetch({ images: ['shop/app:2'] }))
  expect(proxy.received() - before).toBeLessThan(13_000_000)
  expect(await lists(grace)).toMatchObject([{ imageId }])
})

test('a licence is said before the first byte goes, and an administrator takes an image back', async () => {
  const { central, database, store } = await opened()
  const ada = await openConnected(central, 'Ada')
  const oracle = 'container-registry.oracle.com/database/enterprise:19.19.0.0'
  const shared = { tags: ['shop/app:1'], layers: ['base'] }
  await saved(ada, shared)
  await saved(ada, { tags: [oracle], layers: ['base', 'a database'] })
  const { terms } = await ada.client.vault.terms({ images: [oracle] })
  expect(terms).toMatchObject([
    { image: oracle.replace(/:[^:]*$/, ''), url: expect.stringMatching(/^https:/) },
  ])
  const images = ['shop/app:1', oracle]
  await expect(all(ada.client.vault.publish({ images }))).rejects.toMatchObject({ code: 'licence' })
  expect((await ada.client.vault.published({})).images).toEqual([])
  const licences = terms.map(({ name }) => name)
  await all(ada.client.vault.publish({ images, licences }))
  const listed = (await ada.client.vault.published({})).images
  const [licensed] = listed.filter(({ licence }) => licence !== null)
  expect(licensed).toMatchObject({ names: [oracle], licence: licences[0] })

  // Who fetches it accepts the licence first, as for a pull.
  const grace = await openConnected(central, 'Grace')
  const fetch = () => all(grace.client.vault.fetch({ images: [oracle] }))
  await expect(fetch()).rejects.toMatchObject({ code: 'licence-needed' })
  await grace.client.licences.accept({ image: oracle, until: null })

  const remove = imageCommands.commands.find(({ usage }) => usage.startsWith('remove'))
  await expect(remove?.run(central.world, { sha256: licensed?.sha256 })).rejects.toThrow(/--yes/)
  await remove?.run(central.world, { sha256: licensed?.sha256, yes: 'true' })
  await expect(fetch()).rejects.toMatchObject({ code: 'not-found' })
  await sweepBlobs({ database, store, now: () => Date.now() + 2 * 3_600_000 })
  const left = await database.query('select 1 from blobs')
  // Manifest, configuration and layer of the other one, whose layer both had.
  expect(left).toHaveLength(3)
  await all(grace.client.vault.fetch({ images: ['shop/app:1'] }))
  expect(await lists(grace)).toMatchObject([{ names: ['shop/app:1'] }])
})

test('names and digests of others are believed only where just they were asked for', async () => {
  const { central } = await opened()
  const [ada, grace] = [await openConnected(central, 'Ada'), await openConnected(central, 'Grace')]
  const mine = await saved(grace, { tags: ['postgres:18'], layers: ['the real one'] })
  const hers = await saved(ada, { tags: ['shop/app:3', 'postgres:18'], layers: ['something else'] })
  await all(ada.client.vault.publish({ images: ['shop/app:3'] }))
  await all(grace.client.vault.fetch({ images: ['shop/app:3'] }))
  const names = Object.fromEntries((await lists(grace)).map((image) => [image.imageId, image.names]))
  expect(names).toEqual({ [mine]: ['postgres:18'], [hers]: ['shop/app:3'] })
  await all(grace.client.vault.fetch({ images: ['postgres:18'] }))
  const now = Object.fromEntries((await lists(grace)).map((image) => [image.imageId, image.names]))
  expect(now[hers]?.toSorted()).toEqual(['postgres:18', 'shop/app:3'])
})

test('experts share no images, and a hash that somebody remembers opens nothing', async () => {
  const { central, database } = await opened()
  const ada = await openConnected(central, 'Ada')
  const imageId = await saved(ada, { tags: ['shop/app:1'], layers: ['inside'] })
  await all(ada.client.vault.publish({ images: [imageId] }))
  const [image] = (await ada.client.vault.published({})).images as PublishedImage[]
  const { token } = await addAccount(central.world, commandLine, { name: 'Eve', role: 'expert' })
  const eve = await openConnected(central, 'Eve', { token })
  await expect(eve.client.vault.published({})).rejects.toMatchObject({
    code: 'service',
    message: expect.stringContaining('does not let this bench share images'),
  })
  const ask = (path: string, of: string, init: RequestInit = {}) =>
    fetch(`${central.url}${path}`, { ...init, headers: { authorization: `Bearer ${of}`, ...init.headers } })
  expect((await ask(`/v1/blobs/${image?.sha256}`, eve.deviceToken())).status).toBe(404)
  expect((await ask(`/v1/blobs/${image?.sha256}`, ada.deviceToken())).status).toBe(200)

  // An engineer cannot publish, and so open, what others have sent and nobody published.
  await database.query("delete from blob_names where kind = 'image'")
  await database.query('delete from images')
  const mallory = await connectBench(central, { name: 'Mallory' })
  const note = JSON.stringify({ names: ['x:1'], digests: [], platform: '', licence: null })
  const headers = { 'content-type': 'application/json' }
  const answer = await ask(`/v1/images/${image?.sha256}`, mallory.token, {
    method: 'PUT',
    body: note,
    headers,
  })
  expect(publishAnswer.parse(await answer.json())).toEqual({ state: 'missing', blobs: [image?.sha256] })
  expect((await ask(`/v1/blobs/${image?.sha256}`, mallory.token)).status).toBe(404)
})

test('of the images of a case those are fetched that somebody has published, and the others are named', async () => {
  const { central } = await opened()
  const [ada, grace] = [await openConnected(central, 'Ada'), await openConnected(central, 'Grace')]
  const imageId = await saved(ada, { tags: ['shop/app:4'], layers: ['shop'] })
  const { id: caseId } = await grace.client.cases.create({ title: 'Rebuild the stack' })
  const { path } = await grace.client.workspaces.open({ caseId })
  mkdirSync(join(path, 'environment'))
  const compose = 'services:\n  app: { image: "shop/app:4" }\n  own: { image: "shop/own:1" }\n'
  writeFileSync(join(path, 'environment/compose.yaml'), compose)
  const fetch = () => all(grace.client.vault.fetch({ allOf: caseId }))
  await expect(fetch()).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/^Nobody has published shop\/app:4, shop\/own:1 .* Nothing was fetched\./),
  })
  await all(ada.client.vault.publish({ images: [imageId] }))
  await expect(fetch()).rejects.toMatchObject({
    message: expect.stringMatching(/^Nobody has published shop\/own:1 at .* The others are in the vault\./),
    details: { unpublished: ['shop/own:1'] },
  })
  expect(await lists(grace)).toMatchObject([{ imageId }])
})

test('without a service there is a sentence that says so', async () => {
  const bench = await openFreshBench()
  await expect(bench.client.vault.published({})).rejects.toMatchObject({ code: 'not-connected' })
})
