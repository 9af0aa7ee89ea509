import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openDatabase } from '../../host/database/database.ts'
import { openHost } from '../bench/host.ts'
import { testCentral, testPostgres } from '../support/central.ts'
import { temporaryFolder } from '../support/database.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

const openCentral = async () => {
  const central = await testCentral(await postgres.database())
  onTestFinished(central.close)
  return central
}

it('what one bench writes is on the other, once', async () => {
  const central = await openCentral()
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  const { id, ref } = await ada.client.cases.create({ title: 'Pool exhausted', tags: ['prod'] })
  await ada.client.timeline.post({ caseId: id, lane: 'internal', body: 'The pool ran dry' })
  expect(await ada.once()).toMatchObject({ rejected: 0, conflicts: 0, upToDate: true })
  await lin.once()
  const there = await lin.client.cases.get({ key: ref })
  expect(there).toMatchObject({ case: { id, title: 'Pool exhausted', tags: ['prod'] } })
  expect((await lin.client.cases.list({ query: 'dry' })).rows.map((row) => row.ref)).toEqual([ref])
  expect(await lin.once()).toMatchObject({ pushed: 0, pulled: 0, upToDate: true })
  expect((await lin.client.people.list({})).people.map(({ name }) => name).toSorted()).toEqual(['Ada', 'Lin'])
})

it('two who change one field without knowing of each other get a conflict, and one of them resolves it', async () => {
  const central = await openCentral()
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  const { id, ref } = await ada.client.cases.create({
    title: 'Pool exhausted',
    description: 'one\ntwo\nthree',
  })
  await ada.once()
  await lin.once()
  await ada.client.cases.set({ ids: [id], set: { status: 'waiting', description: 'ONE\ntwo\nthree' } })
  await lin.client.cases.set({ ids: [id], set: { status: 'solved', description: 'one\ntwo\nTHREE' } })
  await ada.once()
  expect(await lin.once()).toMatchObject({ conflicts: 1 })
  await ada.once()
  const { conflicts } = await ada.client.sync.conflicts({})
  expect(conflicts).toMatchObject([
    {
      ref,
      field: 'status',
      base: 'new',
      theirs: 'waiting',
      mine: 'solved',
      mineByName: 'Lin',
      theirsByName: 'Ada',
    },
  ])
  for (const { client } of [ada, lin])
    expect(await client.cases.get({ key: ref })).toMatchObject({
      case: { status: 'waiting', description: 'ONE\ntwo\nTHREE' },
    })
  await ada.client.sync.resolve({ id: conflicts[0]?.id ?? '', take: { side: 'mine' } })
  await ada.once()
  await lin.once()
  for (const { client } of [ada, lin]) {
    expect(await client.cases.get({ key: ref })).toMatchObject({ case: { status: 'solved' } })
    expect(await client.sync.conflicts({})).toEqual({ conflicts: [] })
  }
})

it('benches of before they were connected keep everything, and no two cases have one reference', async () => {
  const central = await openCentral()
  const folder = temporaryFolder()
  const host = await openHost(folder.path)
  onTestFinished(async () => {
    await host.close()
    folder[Symbol.dispose]()
  })
  const before = await host.client.cases.create({ title: 'Before' })
  await host.client.timeline.post({ caseId: before.id, lane: 'internal', body: 'alone' })
  const ada = await openConnected(central, 'Ada')
  const other = await ada.client.cases.create({ title: 'Hers' })
  expect(other.ref).toBe(before.ref)
  await ada.once()
  await host.client.sync.connect({ url: central.url, token: ada.token })
  expect(await host.client.sync.once({})).toMatchObject({ rejected: 0, upToDate: true })
  await ada.once()
  for (const client of [ada.client, host.client]) {
    const { rows } = await client.cases.list({})
    expect(rows.map(({ title }) => title).toSorted()).toEqual(['Before', 'Hers'])
    expect(new Set(rows.map(({ ref }) => ref)).size).toBe(2)
  }
})

it('an outbox of a version before there was sync is delivered whole', async () => {
  const central = await openCentral()
  const folder = temporaryFolder()
  onTestFinished(() => folder[Symbol.dispose]())
  const before = await openHost(folder.path)
  const { id, ref } = await before.client.cases.create({ title: 'Long ago', tags: ['old'] })
  const { id: noteId } = await before.client.timeline.post({ caseId: id, lane: 'internal', body: 'kept' })
  const { id: other } = await before.client.cases.create({ title: 'Its neighbour' })
  await before.client.cases.link({ fromId: id, toKey: other, kind: 'related' })
  await before.client.cases.set({ ids: [id], set: { status: 'waiting' } })
  await before.client.timeline.retract({ eventId: noteId })
  await before.client.timeline.retract({ eventId: noteId, retracted: false })
  await before.close()
  // What such a version wrote: no scope, and no values of before.
  const file = openDatabase(join(folder.path, 'bench.db'), 'write')
  file.transaction((db) => db.run("update operations set scope = null, base = '{}'"))
  file.close()
  const again = await openHost(folder.path)
  onTestFinished(again.close)
  const lin = await openConnected(central, 'Lin')
  await lin.once()
  await again.client.sync.connect({ url: central.url, token: lin.token })
  expect(await again.client.sync.once({})).toMatchObject({ rejected: 0, conflicts: 0, upToDate: true })
  await lin.once()
  expect(await lin.client.cases.get({ key: ref })).toMatchObject({
    case: { id, title: 'Long ago', status: 'waiting', tags: ['old'] },
    links: [{ link: { kind: 'related' } }],
  })
  expect((await lin.client.cases.list({ query: 'kept' })).rows.map((row) => row.id)).toEqual([id])
})

it('large texts come in answers of a bounded size, and all of them', async () => {
  const central = await openCentral()
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  const { id, ref } = await ada.client.cases.create({ title: 'Long logs pasted' })
  for (let n = 0; n < 20; n += 1)
    await ada.client.timeline.post({ caseId: id, lane: 'internal', body: `part ${n} ${'x'.repeat(900_000)}` })
  await ada.once()
  expect(await lin.once()).toMatchObject({ upToDate: true })
  for await (const { total } of lin.client.timeline.watch({ caseId: id, limit: 1 })) {
    expect(total).toBe(20)
    break
  }
  expect((await lin.client.cases.get({ key: ref })).case.title).toBe('Long logs pasted')
})
