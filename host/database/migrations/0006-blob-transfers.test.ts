import { expect, test } from 'vitest'
import { attachStored, nameOnBench } from '../../../test/support/blob-bench.ts'
import { directDatabase } from '../../../test/support/direct-database.ts'
import { getTransfer, keepDownload } from '../../sync/blobs/rows.ts'
import { wantBlob } from '../../sync/blobs/wishes.ts'

const sha256 = 'a'.repeat(64)

test('a file that a row names waits to go up as soon as both are here', async () => {
  using held = directDatabase()
  const { database } = held
  await attachStored({ database }, { sha256, bytes: 10 })
  expect(await database.read(getTransfer, { sha256 })).toMatchObject({
    direction: 'up',
    state: 'pending',
    bytes: 10,
  })
})

test('a file that comes down does not go up again', async () => {
  using held = directDatabase()
  const { database } = held
  await nameOnBench(database, { sha256, bytes: 10 })
  expect(await database.read(getTransfer, { sha256 })).toBeNull()
  await database.write(wantBlob, { sha256, pin: false, confirmed: false })
  await database.write(keepDownload, { sha256, bytes: 10, text: 'the words of it' })
  expect(await database.read(getTransfer, { sha256 })).toMatchObject({ direction: 'down', state: 'verified' })
})
