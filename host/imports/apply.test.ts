import { expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/support/database.ts'
import { setFields } from '../cases/changes.ts'
import { caseDetail } from '../cases/detail.ts'
import { timelineOf } from '../timeline/read.ts'
import { importRecords, type StoredRecord } from './apply.ts'

const record = (more: Partial<StoredRecord> = {}): StoredRecord => ({
  system: 'github:desk/pool',
  externalId: '7',
  title: 'Pool exhausted',
  description: 'After the patch.',
  status: 'open',
  createdAt: 1_000,
  updatedAt: 2_000,
  tags: ['jdbc'],
  components: [],
  customer: { name: 'Acme' },
  owner: { name: 'lin', handle: 'github:lin' },
  reporter: { name: 'ada', handle: 'github:ada' },
  events: [
    {
      externalId: '1',
      kind: 'message',
      lane: 'customer',
      author: { name: 'ada', handle: 'github:ada' },
      at: 1_500,
      body: 'It hangs',
    },
  ],
  original: { milestone: '2.0' },
  ...more,
})

const run = (bench: TestDatabase, ...records: StoredRecord[]) => bench.write(importRecords, { records })
const only = (bench: TestDatabase) => caseDetail(bench.db, { key: 'CB-1001' })
const story = (bench: TestDatabase) => timelineOf(bench.db, { caseId: only(bench).case.id, limit: 50 }).events

test('a record becomes a case with people, customer, times, events and what could not be mapped', () => {
  using bench = testDatabase()
  expect(run(bench, record())).toEqual({ imported: 1, updated: 0, unchanged: 0, events: 1 })
  const detail = only(bench)
  expect(detail.customer?.name).toBe('Acme')
  expect(detail.owner?.name).toBe('lin')
  expect(detail.case).toMatchObject({
    createdAt: 1_000,
    updatedAt: 2_000,
    original: { milestone: '2.0' },
    tags: ['jdbc'],
  })
  expect(story(bench)).toMatchObject([{ author: 'ada', at: 1_500, lane: 'customer', body: 'It hangs' }])
})

test('importing again changes nothing and writes nothing', () => {
  using bench = testDatabase()
  run(bench, record())
  const operations = bench.db.value('select count(*) from operations')
  expect(run(bench, record())).toEqual({ imported: 0, updated: 0, unchanged: 1, events: 0 })
  expect(bench.db.value('select count(*) from operations')).toBe(operations)
})

test('the same record twice in one batch is one case', () => {
  using bench = testDatabase()
  expect(run(bench, record(), record(), record({ title: 'Pool exhausted again' }))).toEqual({
    imported: 1,
    updated: 1,
    unchanged: 1,
    events: 1,
  })
  expect(bench.db.value('select count(*) from cases')).toBe(1)
})

test('an update takes what changed at its source and leaves what was changed here', () => {
  using bench = testDatabase()
  run(bench, record())
  const { id } = only(bench).case
  bench.write(setFields, { ids: [id], set: { severity: 1, title: 'Pool exhausted on db2' }, reason: '' })
  const later = record({
    status: 'closed',
    updatedAt: 9_000,
    events: [
      ...record().events,
      { externalId: '2', kind: 'message', lane: 'customer', author: null, at: 8_000, body: 'Fixed' },
    ],
  })
  expect(run(bench, later)).toMatchObject({ updated: 1, events: 1 })
  expect(only(bench).case).toMatchObject({ status: 'closed', severity: 1, title: 'Pool exhausted on db2' })
  expect(story(bench).map(({ body }) => body)).toEqual(['It hangs', 'Fixed', ''])
})

test('a comment edited at its source becomes a correction that keeps the earlier text', () => {
  using bench = testDatabase()
  run(bench, record())
  const [first] = record().events
  const edited = record({ events: first ? [{ ...first, body: 'It hangs at night' }] : [] })
  run(bench, edited)
  run(bench, edited)
  expect(story(bench)).toMatchObject([{ body: 'It hangs at night', earlier: [{ body: 'It hangs' }] }])
})

test('a tag removed here does not come back with an unchanged source', () => {
  using bench = testDatabase()
  run(bench, record())
  bench.write((context) => {
    context.db.run("update cases set tags = '[]'")
    return {}
  }, {})
  run(bench, record({ status: 'solved', updatedAt: 3_000 }))
  expect(only(bench).case.tags).toEqual([])
})

test('links are made once both ends are here', () => {
  using bench = testDatabase()
  const duplicate = record({
    externalId: '8',
    title: 'Same',
    links: [{ kind: 'duplicate-of', externalId: '7' }],
  })
  run(bench, duplicate)
  expect(caseDetail(bench.db, { key: 'CB-1001' }).links).toEqual([])
  run(bench, record(), duplicate)
  expect(caseDetail(bench.db, { key: 'CB-1001' }).links).toMatchObject([
    { outgoing: true, other: { ref: 'CB-1002' } },
  ])
})

test('thousands of cases may carry one date', () => {
  using bench = testDatabase()
  const many = Array.from({ length: 3000 }, (_, n) => record({ externalId: String(n), events: [] }))
  expect(run(bench, ...many)).toMatchObject({ imported: 3000 })
  expect(bench.db.value('select count(distinct recency) from cases')).toBe(3000)
  expect(run(bench, ...many)).toMatchObject({ unchanged: 3000 })
})
