import { expect, test } from 'vitest'
import { attachStored, nameOnBench } from '../../../test/support/blob-bench.ts'
import { testDatabase } from '../../../test/support/database.ts'
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

test('a file that many rows name waits once, whichever way they are written', async () => {
  using test = testDatabase()
  test.write(({ db }) => {
    db.run('insert into blobs (sha256, bytes, stored_at) values (?, 10, 0)', [sha256])
    db.run(
      "insert into cases (id, ref, recency, title, description, status, severity, kind, created_at, updated_at, resolution, original, tags, components, hidden) values ('c', 'CB-1', 1, '', '', 'new', 3, 'question', 0, 0, '', '', '[]', '[]', 0)",
    )
    for (const how of ['insert', 'insert or replace', 'insert or abort', 'insert'])
      db.run(
        `${how} into patches (id, case_key, created_at, sha256, fields) values (hex(randomblob(8)), 1, 0, ?, '{}')
         ${how === 'insert' ? 'on conflict (id) do update set fields = excluded.fields' : ''}`,
        [sha256],
      )
    db.run('update patches set sha256 = ?', [sha256])
    return {}
  }, {})
  expect(test.db.value('select count(*) from transfers')).toBe(1)
})

test('what is known of a file goes with the file, unless only its copy here was dropped', async () => {
  using test = testDatabase()
  const dropped = 'b'.repeat(64)
  test.write(({ db }) => {
    for (const [name, state] of [
      [sha256, 'moving'],
      [dropped, 'remote'],
    ] as const) {
      db.run('insert into blobs (sha256, bytes, stored_at) values (?, 10, 0)', [name])
      db.run("insert into transfers (sha256, direction, bytes, state) values (?, 'up', 10, ?)", [name, state])
    }
    db.run('delete from blobs')
    return {}
  }, {})
  expect(test.db.all('select sha256 from transfers')).toEqual([{ sha256: dropped }])
})
