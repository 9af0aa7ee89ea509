import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { expect, it, onTestFinished } from 'vitest'
import { addAccount } from '../../central/access/accounts.ts'
import { commandLine } from '../../central/access/act.ts'
import { folderStore } from '../../central/blobs/folder-store.ts'
import type { Database } from '../../central/database/sql.ts'
import { erase, sweepErased } from '../../central/erasure/erase.ts'
import { listErasures } from '../../central/erasure/list.ts'
import { testCentral, testPostgres } from '../support/central.ts'
import { canary, openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

const filesWith = (folder: string, words: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name)
    if (!statSync(path).isFile()) return false
    const bytes = readFileSync(path)
    return words.some((word) => bytes.includes(word))
  })

/** Tables of the service in which a row says one of the words. */
const tablesWith = async (database: Database, words: readonly string[]): Promise<string[]> => {
  const tables = await database.query<{ name: string }>(
    "select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace",
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await database.query(
      `select 1 from ${name} t where exists (select 1 from unnest($1::text[]) w where strpos(t::text, w) > 0) limit 1`,
      [words],
    )
    if (rows.length > 0) found.push(name)
  }
  return found.toSorted()
}

const open = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'casebench-erasure-'))
  const store = folderStore(join(folder, 'blobs'), v7)
  const central = await testCentral(await postgres.database(), { store })
  onTestFinished(async () => {
    await central.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  const parts = { database: central.world.database, store, now: Date.now }
  return { ...central, database: central.world.database, ada, lin, store: folder, parts }
}

type Bench = Awaited<ReturnType<typeof openConnected>>

const attach = async ({ client, dataDir }: Bench, caseId: string, text: string) => {
  const path = join(dataDir, 'evidence.txt')
  writeFileSync(path, text)
  for await (const _ of client.attachments.attachPaths({ caseId, paths: [path], lane: 'internal' })) {
    // Only the end matters.
  }
  rmSync(path)
}

it('nothing of an erased customer is left: in no table, no file of a bench, and no blob', async () => {
  const { ada, lin, database, world, store, parts, url } = await open()
  const say = (where: string) => {
    const word = canary(where)
    words.push(word)
    return word
  }
  const words: string[] = []
  const { id: customerId } = await ada.client.customers.set({
    set: { name: say('name'), notes: say('notes') },
  })
  await ada.client.people.set({
    set: { name: say('person'), email: `${say('mail')}@example.org`, customerId },
  })
  const one = await ada.client.cases.create({ title: say('title'), customerId })
  await ada.client.cases.set({ ids: [one.id], set: { description: say('description') } })
  await ada.client.timeline.post({ caseId: one.id, lane: 'internal', body: say('note') })
  await attach(ada, one.id, say('file'))
  const merged = await ada.client.cases.create({ title: say('merged'), customerId })
  const into = await ada.client.cases.create({ title: 'Stays' })
  await ada.client.cases.merge({ fromId: merged.id, intoKey: into.ref })
  await ada.client.cases.link({ fromId: into.id, toKey: one.ref, kind: 'related' })
  await ada.once()
  await lin.once()
  // A conflict, with both texts.
  await ada.client.cases.set({ ids: [one.id], set: { status: 'waiting', resolution: say('resolution') } })
  await lin.client.cases.set({ ids: [one.id], set: { status: 'solved' } })
  await ada.once()
  await lin.once()
  expect(await tablesWith(database, words)).toEqual(expect.arrayContaining(['operations', 'rows']))
  expect(filesWith(store, words)).toHaveLength(1)
  for (const bench of [ada, lin]) expect(filesWith(bench.dataDir, words)).not.toEqual([])

  // Lin was away, and comes back with changes of it, a case of it and a draft.
  await lin.client.timeline.post({ caseId: one.id, lane: 'internal', body: say('late') })
  await lin.client.cases.create({ title: say('latecase'), customerId })
  await lin.client.cases.set({ ids: [into.id], set: { customerId, title: 'Stays here' } })
  await lin.client.local.put({ key: `draft:${one.id}`, value: say('draft') })

  const done = await erase(world, commandLine, { kind: 'customer', which: customerId })
  expect(done).toMatchObject({ cases: 2, blobs: 1 })
  await sweepErased(parts)
  const waiting = async () =>
    (await listErasures(database))[0]?.waiting.map((one) => (one as { accountName: string }).accountName)
  expect(await waiting()).toEqual(['Ada', 'Lin'])
  for (const bench of [ada, lin]) expect(await bench.once()).toMatchObject({ upToDate: true })
  expect(await tablesWith(database, words)).toEqual([])
  expect(filesWith(store, words)).toEqual([])
  for (const bench of [ada, lin]) {
    expect(filesWith(bench.dataDir, words)).toEqual([])
    expect((await bench.client.cases.list({ query: '' })).rows.map(({ ref }) => ref)).toEqual([into.ref])
  }
  expect(await waiting()).toEqual([])
  expect((await ada.client.cases.list({ query: 'erased' })).rows.map(({ ref }) => ref)).toEqual([into.ref])

  // Who comes anew gets nothing of it either.
  const kim = await openConnected({ url, world }, 'Kim')
  await kim.once()
  expect(filesWith(kim.dataDir, words)).toEqual([])
  expect((await kim.client.cases.list({ query: '' })).rows.map(({ ref }) => ref)).toEqual([into.ref])
})

it('an erased case is gone, and the same record is not imported again', async () => {
  const { ada, lin, database, world } = await open()
  const word = canary('import')
  const file = join(ada.dataDir, '..', `erasure-${v7()}.csv`)
  writeFileSync(file, `id,title,status\n7,${word},open\n8,Stays,open\n`)
  onTestFinished(() => rmSync(file, { force: true }))
  const bring = async ({ client }: Bench) => {
    for await (const _ of client.imports.run({ sources: [{ path: file }], format: 'csv' })) {
      // Only the end matters.
    }
  }
  await bring(ada)
  await ada.once()
  await lin.once()
  const [found] = (await ada.client.cases.list({ query: word })).rows
  await erase(world, commandLine, { kind: 'case', which: found?.ref ?? '' })
  for (const bench of [ada, lin]) await bench.once()
  expect(await tablesWith(database, [word])).toEqual([])
  for (const bench of [ada, lin]) expect(filesWith(bench.dataDir, [word])).toEqual([])
  await bring(lin)
  await lin.once()
  await ada.once()
  expect(await tablesWith(database, [word])).toEqual([])
  for (const bench of [ada, lin]) {
    expect(filesWith(bench.dataDir, [word])).toEqual([])
    expect((await bench.client.cases.list({ query: '' })).rows.map(({ title }) => title)).toEqual(['Stays'])
  }
})

it('an erased person is gone by name, and what others wrote in their cases stays', async () => {
  const { ada, lin, database, world } = await open()
  const [name, notes] = [canary('name'), canary('notes')]
  const { id } = await ada.client.people.set({ set: { name, email: 'kim@example.org', notes } })
  const { ref } = await ada.client.cases.create({ title: 'Theirs' })
  await ada.once()
  await lin.once()
  await expect(
    erase(world, commandLine, { kind: 'person', which: (await ada.client.people.me({})).id }),
  ).rejects.toThrow('user of this service')
  await expect(erase(world, commandLine, { kind: 'person', which: 'nobody@example.org' })).rejects.toThrow(
    'There is no person',
  )
  expect(await erase(world, commandLine, { kind: 'person', which: 'Kim@example.org' })).toMatchObject({
    subject: id,
    cases: 0,
  })
  // Changed here before the erasure was known here.
  await lin.client.people.set({ id, set: { notes: `${notes} more` } })
  for (const bench of [ada, lin, ada]) await bench.once()
  expect(await tablesWith(database, [name, notes])).toEqual([])
  for (const bench of [ada, lin]) {
    expect(filesWith(bench.dataDir, [name, notes])).toEqual([])
    expect((await bench.client.cases.get({ key: ref })).case.title).toBe('Theirs')
  }
})

it('an administrator erases what was named twice, and the file of another case stays', async () => {
  const { ada, world, url, store } = await open()
  const one = await ada.client.cases.create({ title: 'One' })
  const two = await ada.client.cases.create({ title: 'Two' })
  const [same, own] = [canary('same'), canary('own')]
  for (const [id, text] of [
    [one.id, same],
    [two.id, same],
    [one.id, own],
  ] as const)
    await attach(ada, id, text)
  await ada.once()
  expect(filesWith(store, [same, own])).toHaveLength(2)
  const root = await addAccount(world, commandLine, { name: 'Root', role: 'administrator' })
  const ask = async (body: object) => {
    const response = await fetch(`${url}/v1/admin/erasures`, {
      method: 'POST',
      headers: { authorization: `Bearer ${root.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return [response.status, await response.json()]
  }
  const named = { kind: 'case', which: one.ref }
  expect(await ask({ ...named, confirm: two.ref })).toMatchObject([400, {}])
  expect(await ask({ ...named, confirm: one.ref })).toMatchObject([201, { cases: 1, blobs: 1 }])
  expect(await ask({ ...named, confirm: one.ref })).toMatchObject([404, {}])
  expect(filesWith(store, [own])).toEqual([])
  expect(filesWith(store, [same])).toHaveLength(1)
  await ada.once()
  expect(filesWith(ada.dataDir, [own])).toEqual([])
  expect(filesWith(ada.dataDir, [same])).not.toEqual([])
})
