import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { commandLine } from '../../central/access/act.ts'
import { grantCustomer, revokeCustomer, setRestricted } from '../../central/access/restriction.ts'
import { addTeam } from '../../central/access/teams.ts'
import { listHolders } from '../../central/holdings/holders.ts'
import { testCentral, testPostgres } from '../support/central.ts'
import { canary, openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

/** Files below a folder that hold one of the words, as text in UTF-8. */
const filesWith = (folder: string, words: readonly string[]): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => {
    const path = join(folder, name)
    if (!statSync(path).isFile()) return false
    const bytes = readFileSync(path)
    return words.some((word) => bytes.includes(word))
  })

const openTeam = async () => {
  const central = await testCentral(await postgres.database())
  onTestFinished(central.close)
  const team = await addTeam(central.world, commandLine, { name: 'Field' })
  const [ada, lin] = [
    await openConnected(central, 'Ada', { team: 'Field' }),
    await openConnected(central, 'Lin'),
  ]
  const { id: customerId } = await ada.client.customers.set({ set: { name: 'Acme' } })
  await ada.once()
  await grantCustomer(central.world, commandLine, { team: team.id, customerId })
  return { ...central, team, ada, lin, customerId }
}

it('what is restricted reaches those who were granted it, and not a byte of it anybody else', async () => {
  const { ada, lin, customerId } = await openTeam()
  const word = canary('title')
  const { id, ref } = await ada.client.cases.create({ title: word, customerId })
  await ada.client.timeline.post({ caseId: id, lane: 'internal', body: word })
  await ada.once()
  await lin.once()
  await expect(lin.client.cases.get({ key: ref })).rejects.toMatchObject({ code: 'not-found' })
  expect(filesWith(lin.dataDir, [word])).toEqual([])
  // The same words where Lin may read show that the search for them can find.
  const shared = await ada.client.cases.create({ title: word })
  await ada.once()
  await lin.once()
  expect((await lin.client.cases.get({ key: shared.ref })).case.title).toBe(word)
  expect(filesWith(lin.dataDir, [word])).not.toEqual([])
})

it('when access is taken away nothing is left: in the database, its log, the search index and the files', async () => {
  const { ada, world, team, customerId } = await openTeam()
  const words = ['title', 'note', 'file', 'draft', 'pending', 'customer'].map(canary)
  const [title, note, file, draft, pending, customer] = words as [
    string,
    string,
    string,
    string,
    string,
    string,
  ]
  await ada.client.customers.set({ id: customerId, set: { notes: customer } })
  const { id, ref } = await ada.client.cases.create({ title: `${title} pool`, customerId })
  const kept = await ada.client.cases.create({ title: 'Open to all' })
  await ada.client.timeline.post({ caseId: id, lane: 'internal', body: note })
  const path = join(ada.dataDir, 'evidence.txt')
  writeFileSync(path, file)
  for await (const _ of ada.client.attachments.attachPaths({ caseId: id, paths: [path], lane: 'internal' })) {
    // Only the end matters.
  }
  rmSync(path)
  await ada.client.local.put({ key: `draft:${id}`, value: draft })
  await ada.once()
  await ada.client.cases.set({ ids: [id], set: { title: 'Renamed since' } })
  await ada.once()
  expect(filesWith(ada.dataDir, words)).not.toEqual([])

  await ada.client.timeline.post({ caseId: id, lane: 'internal', body: pending })
  await revokeCustomer(world, commandLine, { team: team.id, customerId })
  await ada.once()

  await expect(ada.client.cases.get({ key: ref })).rejects.toMatchObject({ code: 'not-found' })
  expect((await ada.client.cases.list({ query: title })).rows).toEqual([])
  expect(filesWith(ada.dataDir, words)).toEqual([])
  expect((await ada.client.cases.get({ key: kept.ref })).case.title).toBe('Open to all')
  // What waited went to the service before, which keeps what it refuses.
  const stored = await world.database.query<{ outcome: string }>(
    'select outcome from operations where body like $1',
    [`%${pending}%`],
  )
  expect(stored).toEqual([{ outcome: 'rejected' }])
  expect(await ada.once()).toMatchObject({ rejected: 0, upToDate: true })
})

it('a customer that becomes restricted leaves the benches that may no longer read it, and comes back when it is granted', async () => {
  const { ada, lin, world, customerId } = await openTeam()
  const { id: other } = await lin.client.customers.set({ set: { name: 'Borealis' } })
  const word = canary('moved')
  const { ref, id } = await lin.client.cases.create({ title: 'Heap grew', customerId: other })
  await lin.client.timeline.post({ caseId: id, lane: 'internal', body: word })
  await lin.once()
  await ada.once()
  expect((await ada.client.cases.get({ key: ref })).case.title).toBe('Heap grew')
  const second = await addTeam(world, commandLine, { name: 'Second' })
  await grantCustomer(world, commandLine, { team: second.id, customerId: other })
  await ada.once()
  await expect(ada.client.cases.get({ key: ref })).rejects.toMatchObject({ code: 'not-found' })
  expect(filesWith(ada.dataDir, [word])).toEqual([])
  await grantCustomer(world, commandLine, { team: 'Field', customerId: other })
  await ada.once()
  expect((await ada.client.cases.get({ key: ref })).case.title).toBe('Heap grew')
  expect(customerId).not.toBe(other)
})

it('the service knows which benches hold a restricted customer, until each says that it removed it', async () => {
  const { ada, lin, world, team, customerId } = await openTeam()
  const holders = async () =>
    (await listHolders(world.database))
      .filter((holder) => holder.customerId === customerId)
      .map(({ accountName, allowed }) => [accountName, allowed])
  // Both may have had it before it became restricted.
  expect(await holders()).toEqual([
    ['Lin', false],
    ['Ada', true],
  ])
  await lin.once()
  expect(await holders()).toEqual([['Ada', true]])
  await ada.client.cases.create({ title: 'Counted', customerId })
  await ada.once()
  await revokeCustomer(world, commandLine, { team: team.id, customerId })
  expect(await holders()).toEqual([['Ada', false]])
  await ada.once()
  expect(await holders()).toEqual([])
  const told = await world.database.query<{ details: object }>(
    "select details from audit where act = 'device.purged' and details ->> 'stream' = $1",
    [`customer:${customerId}`],
  )
  expect(told).toMatchObject([{ details: { cases: 1, customers: 1 } }])
  // Granted again it comes again, and is held again; also by a bench that signed in anew meanwhile.
  await grantCustomer(world, commandLine, { team: team.id, customerId })
  await ada.once()
  expect(await holders()).toEqual([['Ada', true]])
  await world.database.query('update devices set revoked_at = now()')
  await ada.client.sync.signIn({ token: ada.token })
  await ada.once()
  expect(await holders()).toEqual([
    ['Ada', false],
    ['Ada', true],
  ])
})

it('a bench tells of what left the global stream, and a receipt that was not taken goes again', async () => {
  const { lin, world } = await openTeam()
  const { id: other } = await lin.client.customers.set({ set: { name: 'Borealis' } })
  await lin.client.cases.create({ title: 'Left behind', customerId: other })
  await lin.once()
  await world.database.query('alter table holdings rename to holdings_away')
  const second = await addTeam(world, commandLine, { name: 'Second' })
  await expect(grantCustomer(world, commandLine, { team: second.id, customerId: other })).rejects.toThrow()
  await world.database.query('alter table holdings_away rename to holdings')
  await grantCustomer(world, commandLine, { team: second.id, customerId: other })
  const held = () =>
    world.database.query(
      'select 1 from holdings h join devices d on d.id = h.device_id join accounts a on a.id = d.account_id where a.name = $1 and h.customer_id = $2',
      ['Lin', other],
    )
  expect(await held()).toHaveLength(1)
  // Receipts alone fail: the exchange goes on.
  await world.database.query('alter table audit rename to audit_away')
  expect(await lin.once()).toMatchObject({ upToDate: true })
  expect(await held()).toHaveLength(1)
  await world.database.query('alter table audit_away rename to audit')
  await lin.once()
  expect(await held()).toHaveLength(0)
  const told = await world.database.query<{ details: object }>(
    "select details from audit where act = 'device.purged' order by id desc limit 1",
  )
  expect(told).toMatchObject([{ details: { stream: 'global', cases: 1 } }])
})

it('the note of a merge loses the title of a case that is restricted later', async () => {
  const { ada, lin, world } = await openTeam()
  const { id: other } = await lin.client.customers.set({ set: { name: 'Borealis' } })
  const word = canary('title')
  const from = await lin.client.cases.create({ title: word, customerId: other })
  const into = await lin.client.cases.create({ title: 'Open to all' })
  await lin.client.cases.merge({ fromId: from.id, intoKey: into.ref })
  await lin.once()
  await ada.once()
  expect(filesWith(ada.dataDir, [word])).not.toEqual([])
  const second = await addTeam(world, commandLine, { name: 'Second' })
  await grantCustomer(world, commandLine, { team: second.id, customerId: other })
  for (const bench of [ada, lin]) {
    await bench.once()
    expect(filesWith(bench.dataDir, [word])).toEqual([])
    expect((await bench.client.cases.list({ query: 'restricted' })).rows).toMatchObject([{ ref: into.ref }])
  }
})

it('a link goes with whichever of its two cases is restricted', async () => {
  const { ada, lin, world, customerId } = await openTeam()
  const { id: other } = await lin.client.customers.set({ set: { name: 'Borealis' } })
  const from = await lin.client.cases.create({ title: 'Open' })
  const to = await lin.client.cases.create({ title: 'To be restricted', customerId: other })
  const { id } = await lin.client.cases.link({ fromId: from.id, toKey: to.ref, kind: 'related' })
  await lin.once()
  await ada.once()
  const second = await addTeam(world, commandLine, { name: 'Second' })
  await grantCustomer(world, commandLine, { team: second.id, customerId: other })
  const streamOfLink = async () =>
    (
      await world.database.query<{ stream: string }>(
        "select stream from rows where kind = 'link' and id = $1",
        [id],
      )
    )[0]
  expect(await streamOfLink()).toEqual({ stream: `customer:${other}` })
  await ada.once()
  expect(await ada.client.cases.get({ key: from.ref })).toMatchObject({ links: [] })
  // The other way: the open one gets a customer that Ada's team has.
  await grantCustomer(world, commandLine, { team: 'Field', customerId: other })
  await ada.once()
  await ada.client.cases.set({ ids: [from.id], set: { customerId } })
  expect(await ada.once()).toMatchObject({ rejected: 0 })
  expect(await streamOfLink()).toEqual({ stream: `customer:${customerId}` })
})

it('somebody with grants for many customers goes on syncing', async () => {
  const { ada, world, team } = await openTeam()
  for (let n = 0; n < 15; n += 1) {
    const { id } = await ada.client.customers.set({ set: { name: `Customer ${n}` } })
    await ada.once()
    await grantCustomer(world, commandLine, { team: team.id, customerId: id })
  }
  expect(await ada.once()).toMatchObject({ upToDate: true })
  expect(await ada.once()).toMatchObject({ pulled: 0, upToDate: true })
})

it('conflicts about a restricted customer and its people are told to nobody else, and move with them', async () => {
  const { ada, lin, world, url, customerId } = await openTeam()
  const eve = await openConnected({ world, url }, 'Eve', { team: 'Field' })
  const [customerNotes, personNotes] = [canary('customer'), canary('person')]
  const { id: person } = await ada.client.people.set({ set: { name: 'Ines', customerId } })
  for (const bench of [ada, eve]) await bench.once()
  for (const [bench, words] of [
    [ada, 'What Ada wrote'],
    [eve, ''],
  ] as const) {
    await bench.client.customers.set({ id: customerId, set: { notes: words || customerNotes } })
    await bench.client.people.set({ id: person, set: { notes: words || personNotes } })
  }
  for (const bench of [ada, eve, lin]) await bench.once()
  const fields = async ({ client }: typeof eve) =>
    (await client.sync.conflicts({})).conflicts.map(({ field }) => field)
  expect(await fields(eve)).toEqual(['notes', 'notes'])
  expect(await fields(lin)).toEqual([])
  expect(filesWith(lin.dataDir, [customerNotes, personNotes])).toEqual([])

  await setRestricted(world, commandLine, { customerId, restricted: false })
  await lin.once()
  expect(await fields(lin)).toEqual(['notes', 'notes'])
  await setRestricted(world, commandLine, { customerId, restricted: true })
  await lin.once()
  expect(await fields(lin)).toEqual([])
  expect(filesWith(lin.dataDir, [customerNotes, personNotes])).toEqual([])

  // Somebody who leaves the customer takes what is open about them along.
  await grantCustomer(world, commandLine, { team: 'Field', customerId })
  await ada.once()
  await ada.client.people.set({ id: person, set: { customerId: null } })
  await ada.once()
  await lin.once()
  expect(await fields(lin)).toEqual(['notes'])
  expect(filesWith(lin.dataDir, [customerNotes])).toEqual([])
})
