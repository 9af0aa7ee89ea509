import { expect, it, onTestFinished } from 'vitest'
import { commandLine } from '../../central/access/act.ts'
import { grantCustomer } from '../../central/access/restriction.ts'
import { addTeam } from '../../central/access/teams.ts'
import { testCentral, testPostgres } from '../support/central.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

const twoBenches = async () => {
  const central = await testCentral(await postgres.database())
  onTestFinished(central.close)
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  const { id, ref } = await ada.client.cases.create({ title: 'Pool exhausted' })
  await ada.once()
  await lin.once()
  return { central, ada, lin, caseId: id, ref }
}

type Bench = Awaited<ReturnType<typeof openConnected>>

const reply = (bench: Bench, caseId: string, body: string) =>
  bench.client.timeline.post({ caseId, lane: 'customer', body, confirmed: true })

const first = async <T>(items: AsyncIterable<T>): Promise<T> => {
  for await (const item of items) return item
  throw new Error('It ended without a word')
}

const storyOf = async (bench: Bench, caseId: string) =>
  (await first(bench.client.timeline.watch({ caseId }))).events
    .filter(({ lane }) => lane === 'customer')
    .map(({ body }) => body)

const heldOn = async (bench: Bench, caseId: string) =>
  (await first(bench.client.sync.watchHeld({ caseId }))).replies

it('a reply onto a conversation that went on waits for its writer, and all else goes on', async () => {
  const { ada, lin, caseId, ref } = await twoBenches()
  await reply(lin, caseId, 'We have a fix.')
  await lin.once()
  await reply(ada, caseId, 'Please send the logs.')
  await ada.client.timeline.post({ caseId, lane: 'internal', body: 'They have logs.' })
  await ada.client.cases.set({ ids: [caseId], set: { severity: 2 } })
  expect(await ada.once()).toMatchObject({ rejected: 1, conflicts: 0, upToDate: true })
  await lin.once()
  expect(await storyOf(lin, caseId)).toEqual(['We have a fix.'])
  expect((await lin.client.cases.get({ key: ref })).case.severity).toBe(2)
  expect(await ada.client.sync.status({})).toMatchObject({ state: 'attention', rejected: 1 })
  const { items } = await first(ada.client.sync.watchItems({}))
  expect(items).toMatchObject([{ state: 'rejected', label: `Message on ${ref}`, ref }])
  expect(items[0]?.reason).toMatch(/^Lin wrote on \d+ \w+, before this reply was sent\. Read it, then send/)
  const [held] = await heldOn(ada, caseId)
  expect(held).toMatchObject({
    body: 'Please send the logs.',
    newer: [{ author: 'Lin', body: 'We have a fix.' }],
  })

  await ada.client.sync.retry({ id: held?.id ?? '' })
  expect(await heldOn(ada, caseId)).toEqual([])
  expect(await ada.once()).toMatchObject({ rejected: 0, upToDate: true })
  await lin.once()
  for (const bench of [ada, lin])
    expect(await storyOf(bench, caseId)).toEqual(['We have a fix.', 'Please send the logs.'])
})

it('what comes between the question and its answer is asked about too', async () => {
  const { ada, lin, caseId } = await twoBenches()
  await reply(lin, caseId, 'One')
  await lin.once()
  await reply(ada, caseId, 'Mine')
  await ada.once()
  await reply(lin, caseId, 'Two')
  await lin.once()
  const [held] = await heldOn(ada, caseId)
  await ada.client.sync.retry({ id: held?.id ?? '' })
  expect(await ada.once()).toMatchObject({ rejected: 1 })
  expect(await heldOn(ada, caseId)).toMatchObject([{ body: 'Mine', newer: [{ body: 'Two' }] }])
})

it('a held reply that is given up is gone, and comes back whole for another try', async () => {
  const { ada, lin, caseId } = await twoBenches()
  await reply(lin, caseId, 'One')
  await lin.once()
  await reply(ada, caseId, 'Mine')
  await ada.once()
  const [held] = await heldOn(ada, caseId)
  const { operation } = await ada.client.sync.discard({ id: held?.id ?? '' })
  expect(operation).toMatchObject({ payload: { event: { body: 'Mine' } } })
  expect(await storyOf(ada, caseId)).toEqual(['One'])
  await reply(ada, caseId, 'Mine, better')
  expect(await ada.once()).toMatchObject({ rejected: 0, upToDate: true })
  await lin.once()
  expect(await storyOf(lin, caseId)).toEqual(['One', 'Mine, better'])
})

it('nobody is asked about notes, about what was read, or about their own words', async () => {
  const { central, ada, lin, caseId } = await twoBenches()
  const desktop = await openConnected(central, 'Ada', { token: ada.token })
  await desktop.once()
  await reply(ada, caseId, 'From the laptop')
  await ada.once()
  await reply(desktop, caseId, 'From the desktop')
  expect(await desktop.once()).toMatchObject({ rejected: 0 })
  await lin.once()
  await ada.once()
  await lin.client.timeline.post({ caseId, lane: 'internal', body: 'A note' })
  await reply(lin, caseId, 'Both read')
  await lin.once()
  await ada.client.timeline.post({ caseId, lane: 'internal', body: 'Not read, and a note' })
  expect(await ada.once()).toMatchObject({ rejected: 0 })
  await reply(ada, caseId, 'Now read')
  await reply(ada, caseId, 'And one more')
  expect(await ada.once()).toMatchObject({ rejected: 0 })
})

it('who may not read the case any more learns nothing of its conversation', async () => {
  const { central, ada, lin, caseId } = await twoBenches()
  const { id: customerId } = await ada.client.customers.set({ set: { name: 'Acme' } })
  await ada.client.cases.set({ ids: [caseId], set: { customerId } })
  await ada.once()
  await lin.once()
  await reply(lin, caseId, 'Secret')
  await lin.once()
  await reply(ada, caseId, 'Mine')
  const { id } = await addTeam(central.world, commandLine, { name: 'Field' })
  await grantCustomer(central.world, commandLine, { team: id, customerId })
  expect(await ada.once()).toMatchObject({ rejected: 1 })
  const { items } = await first(ada.client.sync.watchItems({}))
  expect(JSON.stringify(items)).not.toContain('Lin')
  expect(await heldOn(ada, caseId)).toEqual([])
})
