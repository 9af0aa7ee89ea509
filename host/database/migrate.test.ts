import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import type { Migration } from './migrations/migration.ts'

const one: Migration = {
  version: 1,
  name: 'one',
  sql: 'create table t (n integer); insert into t values (1)',
}
const two: Migration = {
  version: 2,
  name: 'two',
  sql: 'alter table t add column m integer; insert into t values (2, 2)',
}
const broken: Migration = {
  version: 2,
  name: 'broken',
  sql: 'insert into t values (2); insert into nowhere values (1)',
}

const open = (folder: string) => openDatabase(join(folder, 'bench.db'), 'write')

test('brings an empty file to the newest version, step by step', () => {
  using folder = temporaryFolder()
  const file = open(folder.path)
  expect(migrate(file, { list: [one, two] })).toEqual({ from: 0, to: 2 })
  expect(file.reader.all('select n from t')).toEqual([{ n: 1 }, { n: 2 }])
  expect(migrate(file, { list: [one, two] })).toEqual({ from: 2, to: 2 })
  file.close()
})

test('keeps a copy of an existing database before it changes it', () => {
  using folder = temporaryFolder()
  const backupTo = join(folder.path, 'before.db')
  const file = open(folder.path)
  migrate(file, { list: [one], backupTo })
  expect(existsSync(backupTo)).toBe(false)
  migrate(file, { list: [one, two], backupTo })
  file.close()
  const copy = openDatabase(backupTo, 'read')
  expect(copy.reader.value('pragma user_version')).toBe(1)
  expect(copy.reader.all('select * from t')).toEqual([{ n: 1 }])
  copy.close()
})

test('a step that fails leaves the version and the rows of the step before', () => {
  using folder = temporaryFolder()
  const file = open(folder.path)
  migrate(file, { list: [one] })
  expect(() => migrate(file, { list: [one, broken] })).toThrow()
  file.close()
  const again = open(folder.path)
  expect(again.reader.value('pragma user_version')).toBe(1)
  expect(again.reader.all('select * from t')).toEqual([{ n: 1 }])
  again.close()
})

test('refuses a database of the future and changes nothing', () => {
  using folder = temporaryFolder()
  const file = open(folder.path)
  migrate(file, { list: [one, two] })
  expect(() => migrate(file, { list: [one] })).toThrow(/newer Casebench/)
  expect(file.reader.value('pragma user_version')).toBe(2)
  file.close()
})

test('a file that is no database is told in a sentence', () => {
  using folder = temporaryFolder()
  writeFileSync(
    join(folder.path, 'bench.db'),
    'this is not a database, and long enough to be looked at twice'.repeat(40),
  )
  expect(() => open(folder.path)).toThrow(/damaged/)
})
