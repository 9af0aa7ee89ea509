import { expect, test } from 'vitest'
import type { ListInput } from '../../shared/contract/cases.ts'
import { listInput } from '../../shared/contract/cases.ts'
import { type TestDatabase, testDatabase } from '../../test/support/database.ts'
import { setCustomer } from '../desk/customers.ts'
import { postEvent } from '../timeline/changes.ts'
import { createCase, setFields, tagCases, trashCases } from './changes.ts'
import { complete } from './complete.ts'
import { groupCases } from './groups.ts'
import { countCases, listCases } from './list.ts'

const desk = () => {
  const bench = testDatabase()
  const { id: acme } = bench.write(setCustomer, { set: { name: 'Acme Industries' } })
  const make = (title: string, more = {}) => bench.write(createCase, { title, ...more })
  const pool = make('Connection pool exhausted after patch', {
    severity: 1,
    status: 'open',
    customerId: acme,
  })
  const queue = make('Messages stay in the queue', { severity: 3, status: 'waiting', tags: ['jms'] })
  const jsp = make('Page fails to compile', { severity: 2, status: 'open' })
  const note = (caseId: string, body: string) =>
    bench.write(postEvent, { caseId, lane: 'internal', kind: 'note', body, attachments: [] })
  note(queue.id, 'Saw ORA-00060 deadlock detected, then the connection pool ran dry')
  note(jsp.id, 'org.apache.jasper.JasperException: Unable to compile class for JSP')
  return { bench, pool, queue, jsp }
}

const refs = (bench: TestDatabase, input: Partial<ListInput>) =>
  listCases(bench.db, listInput.parse(input)).rows.map(({ ref }) => ref)

test('lists everything by the latest change and pages by offset', () => {
  using bench = desk().bench
  expect(refs(bench, {})).toEqual(['CB-1003', 'CB-1002', 'CB-1001'])
  expect(refs(bench, { offset: 1, limit: 1 })).toEqual(['CB-1002'])
  expect(refs(bench, { sort: 'updated', descending: false })).toEqual(['CB-1001', 'CB-1002', 'CB-1003'])
})

test('finds words in titles before words in texts, tokens as typed, phrases and prefixes', () => {
  using bench = desk().bench
  expect(refs(bench, { query: 'connection pool' })).toEqual(['CB-1001', 'CB-1002'])
  expect(refs(bench, { query: '"pool ran dry"' })).toEqual(['CB-1002'])
  expect(refs(bench, { query: '"pool dry"' })).toEqual([])
  expect(refs(bench, { query: '"dry ran"' })).toEqual([])
  expect(refs(bench, { query: 'ORA-00060' })).toEqual(['CB-1002'])
  expect(refs(bench, { query: 'org.apache.jasper.JasperException' })).toEqual(['CB-1003'])
  expect(refs(bench, { query: 'exhau', typing: true })).toEqual(['CB-1001'])
  expect(refs(bench, { query: 'exhau' })).toEqual([])
  expect(refs(bench, { query: 'cb-1002' })).toEqual(['CB-1002'])
})

test('finds a phrase wherever it stands, whatever its letters', () => {
  using bench = desk().bench
  const post = (caseId: string, body: string) =>
    bench.write(postEvent, { caseId, lane: 'internal', kind: 'note', body, attachments: [] })
  const { id, ref } = bench.write(createCase, {
    title: 'Zwei Größen im Übergang',
    description: 'Der  Pool,\nläuft leer',
  })
  post(id, 'crème brûlée is served')
  for (const query of [
    '"größen im"',
    '"grossen im"',
    '"pool lauft"',
    '"creme brulee"',
    `"${ref.toLowerCase()} zwei"`,
  ]) {
    const found = query === '"grossen im"' ? [] : [ref]
    expect(refs(bench, { query })).toEqual(found)
    expect(countCases(bench.db, { query, typing: false, exact: true }).total).toBe(found.length)
    expect(countCases(bench.db, { query, typing: false, exact: false }).total).toBe(found.length)
  }
})

test('filters by facts and follows every change of them', () => {
  const { bench: made, pool, queue } = desk()
  using bench = made
  expect(refs(bench, { query: 'status:open severity:<=2', sort: 'severity' })).toEqual(['CB-1001', 'CB-1003'])
  expect(refs(bench, { query: 'customer:acme' })).toEqual(['CB-1001'])
  expect(refs(bench, { query: 'tag:jms' })).toEqual(['CB-1002'])
  expect(refs(bench, { query: '-tag:jms owner:me' })).toEqual(['CB-1003', 'CB-1001'])
  bench.write(tagCases, { ids: [pool.id], add: ['jms'], remove: [] })
  bench.write(setFields, { ids: [queue.id], set: { status: 'solved' }, reason: '' })
  expect(refs(bench, { query: 'tag:jms' })).toEqual(['CB-1002', 'CB-1001'])
  expect(refs(bench, { query: 'is:unsolved tag:jms' })).toEqual(['CB-1001'])
  bench.write(trashCases, { ids: [pool.id], trashed: true })
  expect(refs(bench, { query: 'tag:jms' })).toEqual(['CB-1002'])
  expect(refs(bench, { query: 'is:trashed' })).toEqual(['CB-1001'])
  expect(refs(bench, {})).not.toContain('CB-1001')
})

test('shows where the hit was', () => {
  using bench = desk().bench
  const [row] = listCases(bench.db, listInput.parse({ query: 'deadlock' })).rows
  expect(row?.snippet?.where).toBe('note')
  const [hit] = row?.snippet?.highlights ?? []
  expect(row?.snippet?.text.slice(hit?.start, hit?.end)).toBe('deadlock')
  const [titled] = listCases(bench.db, listInput.parse({ query: 'exhausted' })).rows
  expect(titled?.titleHighlights).toEqual([{ start: 16, end: 25 }])
})

test('counts what it lists, and groups are queries of their own', () => {
  using bench = desk().bench
  for (const query of [
    '',
    'status:open',
    'connection pool',
    '"pool ran dry"',
    'created:today',
    'updated:<1d nothing',
  ])
    expect(countCases(bench.db, { query, typing: false, exact: true }).total).toBe(
      refs(bench, { query }).length,
    )
  for (const by of ['status', 'severity', 'customer', 'none'] as const)
    for (const { query, total } of groupCases(bench.db, { query: 'connection or page', by }).groups)
      expect(refs(bench, { query })).toHaveLength(total)
  expect(groupCases(bench.db, { query: '', by: 'customer' }).groups.map(({ label }) => label)).toEqual([
    'No customer',
    'Acme Industries',
  ])
})

test('a query that cannot be read is refused with its place', () => {
  using bench = desk().bench
  expect(() => refs(bench, { query: 'pool severity:9' })).toThrow(/severity/i)
})

test('completes filters and the names this bench knows', () => {
  using bench = desk().bench
  const at = (query: string) =>
    complete(bench.db, { query, cursor: query.length }).completions.map(({ insert }) => insert)
  expect(at('stat')).toContain('status:')
  expect(at('customer:in')).toEqual(['"Acme Industries"'])
  expect(at('tag:j')).toEqual(['jms'])
})

test('the plans of the hot questions use their indexes', () => {
  using bench = desk().bench
  const plan = (sql: string) =>
    bench.db.all<{ detail: string }>(`explain query plan ${sql}`).map(({ detail }) => detail)
  const newest = plan('select recency as r from cases where hidden = 0 order by recency desc limit 50')
  expect(newest).toEqual(['SEARCH cases USING COVERING INDEX cases_recency (hidden=?)'])
  const bySeverity = plan(
    'select c.recency as r from cases c where c.hidden = 0 order by c.severity asc, c.recency desc limit 50',
  )
  expect(bySeverity.join()).toContain('cases_severity')
  const story = plan('select * from events where case_key = 1 order by at desc limit 50')
  expect(story).toEqual(['SEARCH events USING INDEX events_case (case_key=?)'])
})
