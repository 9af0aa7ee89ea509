import { expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/support/database.ts'
import { historyLabels, redo, undo } from '../operations/history.ts'
import { rowsOf } from '../operations/rows.ts'
import { postEvent } from '../timeline/changes.ts'
import { timelineOf } from '../timeline/read.ts'
import {
  createCase,
  linkCases,
  mergeCases,
  setComponents,
  setFields,
  tagCases,
  trashCases,
} from './changes.ts'
import { caseDetail, mergePreview } from './detail.ts'

const newCase = (bench: TestDatabase, title: string) => bench.write(createCase, { title })
const caseNow = (bench: TestDatabase, id: string) => rowsOf(bench.db).case(id)
const note = (bench: TestDatabase, caseId: string, body: string) =>
  bench.write(postEvent, { caseId, lane: 'internal', kind: 'note', body, attachments: [] })
const bodies = (bench: TestDatabase, caseId: string) =>
  timelineOf(bench.db, { caseId, limit: 100 }).events.map(({ body }) => body)

test('a new case has the next reference, an owner and an operation in the outbox', () => {
  using bench = testDatabase()
  const first = newCase(bench, 'Pool exhausted')
  const second = newCase(bench, 'Queue stuck')
  expect([first.ref, second.ref]).toEqual(['CB-1001', 'CB-1002'])
  expect(caseDetail(bench.db, { key: 'cb-1001' }).owner?.name).toBe('Ada')
  const types = bench.db.all<{ type: string; dseq: number }>(
    'select type, dseq from operations order by dseq',
  )
  expect(types.map(({ type }) => type)).toEqual(['person.set', 'case.create', 'case.create'])
  expect(types.map(({ dseq }) => dseq)).toEqual([1, 2, 3])
})

test('setting fields tells the timeline what changed, with names and the reason', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  const { changed } = bench.write(setFields, {
    ids: [id],
    set: { severity: 1, status: 'new' },
    reason: 'down',
  })
  expect(changed).toEqual(['severity'])
  const [event] = timelineOf(bench.db, { caseId: id, limit: 1 }).events
  expect(event).toMatchObject({
    kind: 'change',
    body: 'down',
    changes: [{ field: 'severity', from: 3, to: 1 }],
  })
})

test('setting what is set already writes nothing', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  const before = bench.db.value<number>('select count(*) from operations')
  expect(bench.write(setFields, { ids: [id], set: { severity: 3 }, reason: '' }).changed).toEqual([])
  expect(bench.db.value<number>('select count(*) from operations')).toBe(before)
})

test('a bulk change is one step of undo', () => {
  using bench = testDatabase()
  const ids = ['a', 'b', 'c'].map((title) => newCase(bench, title).id)
  bench.write(setFields, { ids, set: { status: 'waiting' }, reason: '' })
  expect(historyLabels(bench.db, {}).undo).toBe('Change status of 3 cases')
  bench.write(undo, {})
  expect(ids.map((id) => caseNow(bench, id)?.status)).toEqual(['new', 'new', 'new'])
  bench.write(redo, {})
  expect(ids.map((id) => caseNow(bench, id)?.status)).toEqual(['waiting', 'waiting', 'waiting'])
})

test('every kind of change can be taken back and done again', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  const other = newCase(bench, 'The same')
  const component = { kind: 'package', name: 'tomcat', version: '10.1.28', purl: 'pkg:maven/tomcat' } as const
  const acts: (() => unknown)[] = [
    () => bench.write(tagCases, { ids: [id], add: ['jdbc'], remove: [] }),
    () => bench.write(setComponents, { id, add: [component], remove: [] }),
    () => bench.write(trashCases, { ids: [id], trashed: true }),
    () => note(bench, id, 'Looks like the pool'),
    () => bench.write(linkCases, { fromId: id, toKey: other.ref, kind: 'related' }),
    () => bench.write(mergeCases, { fromId: id, intoKey: other.ref }),
  ]
  const state = () => {
    const { updatedAt: _at, ...fields } = caseNow(bench, id) ?? { updatedAt: 0 }
    return { ...fields, links: caseDetail(bench.db, { key: id }).links.length, bodies: bodies(bench, id) }
  }
  for (const act of acts) {
    const before = state()
    act()
    const after = state()
    expect(after).not.toEqual(before)
    bench.write(undo, {})
    expect(state()).toMatchObject({ ...before, trashedAt: before.trashedAt })
    bench.write(redo, {})
    expect({ ...state(), trashedAt: null }).toEqual({ ...after, trashedAt: null })
    bench.write(undo, {})
  }
})

test('undo refuses to overwrite what was changed since', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  bench.write(setFields, { ids: [id], set: { severity: 1 }, reason: '' })
  const later = { set: { severity: 2 as const }, event: null }
  bench.write((context) => {
    context.db.run('update cases set severity = ? where id = ?', [later.set.severity, id])
    return {}
  }, {})
  expect(() => bench.write(undo, {})).toThrow(/changed since/)
  expect(caseNow(bench, id)?.severity).toBe(2)
})

test('a merged case shows its story on the other one, and comes back by undo', () => {
  using bench = testDatabase()
  const from = newCase(bench, 'Same trouble')
  const into = newCase(bench, 'Pool exhausted')
  note(bench, from.id, 'seen here')
  note(bench, into.id, 'seen there')
  const preview = mergePreview(bench.db, { fromId: from.id, intoKey: into.ref })
  expect(preview).toMatchObject({ events: 1, attachments: 0, differing: [{ field: 'title' }] })
  bench.write(mergeCases, { fromId: from.id, intoKey: into.ref })
  expect(bodies(bench, into.id)).toEqual(['seen here', 'seen there', `${from.ref} Same trouble`])
  expect(timelineOf(bench.db, { caseId: into.id, limit: 9 }).events[0]?.fromRef).toBe(from.ref)
  bench.write(undo, {})
  expect(bodies(bench, into.id)).toEqual(['seen there'])
  expect(caseNow(bench, from.id)).toMatchObject({ mergedInto: null, status: 'new' })
})

test('a transaction that fails leaves nothing behind', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  const missing = '00000000-0000-7000-8000-000000000000'
  expect(() => bench.write(tagCases, { ids: [id, missing], add: ['x'], remove: [] })).toThrow(/not here/)
  expect(caseNow(bench, id)?.tags).toEqual([])
})
