import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { testCentral, testPostgres } from '../support/central.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

it('a file attached on one bench comes to the one whose case it is', async () => {
  const central = await testCentral(await postgres.database())
  onTestFinished(central.close)
  const [ada, lin] = [await openConnected(central, 'Ada'), await openConnected(central, 'Lin')]
  await lin.once()
  await ada.once()
  const owner = (await ada.client.people.list({ search: 'Lin' })).people[0]
  const { id, ref } = await ada.client.cases.create({ title: 'Heap grew', ownerId: owner?.id ?? null })
  const path = join(ada.dataDir, 'gc.log')
  writeFileSync(path, 'Pause Full (Ergonomics) 4021M->3990M')
  for await (const _ of ada.client.attachments.attachPaths({ caseId: id, paths: [path] })) {
    // Only the end matters.
  }
  expect(await ada.once()).toMatchObject({ blobs: { up: 1, down: 0 } })
  expect(await lin.once()).toMatchObject({ blobs: { up: 0, down: 1 } })
  expect((await lin.client.cases.get({ key: ref })).case.id).toBe(id)
  // What is in it is found there too.
  expect((await lin.client.cases.list({ query: 'Ergonomics' })).rows).toHaveLength(1)
  expect(await lin.once()).toMatchObject({ blobs: { up: 0, down: 0 }, upToDate: true })
})
