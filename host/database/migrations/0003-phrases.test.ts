import { expect, test } from 'vitest'
import { listInput } from '../../../shared/contract/cases.ts'
import { testDatabase } from '../../../test/support/database.ts'
import { createCase } from '../../cases/changes.ts'
import { countCases, listCases } from '../../cases/list.ts'
import { migrate } from '../migrate.ts'
import { migrations } from './index.ts'

test('a bench from before there was an index of phrases finds the phrases of its cases', () => {
  using bench = testDatabase()
  bench.write(createCase, { title: 'Pool exhausted', description: 'The pool ran dry at noon' })
  bench.write(createCase, { title: 'Dry run', description: 'of the pool' })
  bench.file.exec('drop table phrases; pragma user_version = 2')
  const list = migrations.filter(({ version }) => version <= 3)
  expect(migrate(bench.file, { list })).toEqual({ from: 2, to: 3 })
  const rows = (query: string) =>
    listCases(bench.db, listInput.parse({ query })).rows.map(({ title }) => title)
  expect(rows('"pool ran dry"')).toEqual(['Pool exhausted'])
  expect(rows('"dry run" pool')).toEqual(['Dry run'])
  expect(rows('dry')).toHaveLength(2)
  expect(countCases(bench.db, { query: '"pool ran"', typing: false, exact: false }).total).toBe(1)
})
