import { expect, test } from 'vitest'
import { testPostgres } from '../../test/support/central.ts'
import { openDatabase } from './database.ts'
import { migrate, storedVersion } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

const postgres = testPostgres()

const two: readonly Migration[] = [
  { version: 1, name: 'one', sql: 'create table one (n int); insert into one values (1)' },
  { version: 2, name: 'two', sql: 'create table two (n int); insert into one values (2)' },
]

test('a new database gets every step, and one that has some gets the rest', async () => {
  const database = await postgres.database({ migrated: false })
  expect(await migrate(database, two.slice(0, 1))).toEqual({ from: 0, to: 1 })
  expect(await migrate(database, two)).toEqual({ from: 1, to: 2 })
  expect(await migrate(database, two)).toEqual({ from: 2, to: 2 })
  expect(await database.query('select n from one order by n')).toEqual([{ n: 1 }, { n: 2 }])
})

test('processes that start at once do each step once', async () => {
  const first = await postgres.database({ migrated: false })
  const others = Array.from({ length: 7 }, () => openDatabase({ url: first.url, connections: 1 }))
  const all = [first, ...others]
  const results = await Promise.all(all.map((database) => migrate(database, two)))
  expect(results.filter(({ from }) => from === 0)).toHaveLength(1)
  expect(await first.query('select n from one order by n')).toEqual([{ n: 1 }, { n: 2 }])
  await Promise.all(others.map((database) => database.close()))
})

test('a step that fails leaves the database as it was, those before it too', async () => {
  const database = await postgres.database({ migrated: false })
  const broken = [...two, { version: 3, name: 'broken', sql: 'create table three (n int); select 1/0' }]
  await expect(migrate(database, broken)).rejects.toMatchObject({ code: '22012' })
  expect(await storedVersion(database)).toBe(0)
  expect(await database.query("select to_regclass('one') as one, to_regclass('three') as three")).toEqual([
    { one: null, three: null },
  ])
})

test('a database of a newer program is refused and left alone', async () => {
  const database = await postgres.database({ migrated: false })
  await migrate(database, two)
  await expect(migrate(database, two.slice(0, 1))).rejects.toMatchObject({
    code: 'newer-database',
    details: { found: 2, known: 1 },
  })
  expect(await storedVersion(database)).toBe(2)
})

test('our own steps are numbered without a gap', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, at) => at + 1))
})
