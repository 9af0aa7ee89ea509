import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { testCentral, testPostgres } from '../support/central.ts'
import { openConnected } from '../support/sync-benches.ts'

const postgres = testPostgres()

it('the service knows who named a file, so that a hash alone opens nothing', async () => {
  const database = await postgres.database()
  const central = await testCentral(database)
  onTestFinished(central.close)
  const ada = await openConnected(central, 'Ada')
  const { id } = await ada.client.cases.create({ title: 'Heap grew' })
  const path = join(ada.dataDir, 'gc.log')
  writeFileSync(path, 'Pause Full (Ergonomics) 4021M->3990M')
  for await (const _ of ada.client.attachments.attachPaths({ caseId: id, paths: [path] })) {
    // Only the end matters.
  }
  await ada.once()
  const named = await database.query<{ writer: string | null; holder: string | null }>(
    `select n.account_id as writer, h.account_id as holder from blob_names n
     left join blob_holders h on h.sha256 = n.sha256`,
  )
  const [account] = await database.query<{ id: string }>("select id from accounts where name = 'Ada'")
  expect(named).toEqual([{ writer: account?.id, holder: account?.id }])
})
