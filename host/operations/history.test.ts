import { expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/support/database.ts'
import { createCase, setFields, tagCases } from '../cases/changes.ts'
import { getCustomer, listCustomers, setCustomer } from '../desk/customers.ts'
import { listPeople, setPerson } from '../desk/people.ts'
import { correctEvent, postEvent } from '../timeline/changes.ts'
import { historyLabels, redo, stepToReplay, undo } from './history.ts'
import { rowsOf } from './rows.ts'

const newCase = (bench: TestDatabase, title: string) => bench.write(createCase, { title })
const caseNow = (bench: TestDatabase, id: string) => rowsOf(bench.db).case(id)
const set = (bench: TestDatabase, id: string, fields: object) =>
  bench.write(setFields, { ids: [id], set: fields, reason: '' }).step ?? 0
const stepOf = ({ step }: { step: number | null }) => step ?? 0

test('a named change is taken back and done again, whatever was done after it', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  const mine = set(bench, id, { severity: 1 })
  set(bench, id, { status: 'open' })
  expect(bench.write(undo, { step: mine })).toMatchObject({ step: mine, done: 1, total: 1 })
  expect(caseNow(bench, id)).toMatchObject({ severity: 3, status: 'open' })
  expect(() => bench.write(undo, { step: mine })).toThrow(/taken back already/)
  bench.write(redo, { step: mine })
  expect(caseNow(bench, id)).toMatchObject({ severity: 1, status: 'open' })
  expect(() => bench.write(redo, { step: mine })).toThrow(/stands already/)
})

test('a named change over which another was made is refused in a sentence', () => {
  using bench = testDatabase()
  const { id, ref } = newCase(bench, 'Pool exhausted')
  const mine = set(bench, id, { severity: 1 })
  set(bench, id, { severity: 2 })
  const refused = { code: 'changed-since', message: expect.stringContaining(`the severity of ${ref}`) }
  expect(() => bench.write(undo, { step: mine })).toThrow(expect.objectContaining(refused))
  expect(caseNow(bench, id)?.severity).toBe(2)
})

test('redo begins with what was taken back last, though that be the older change', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  const first = set(bench, id, { severity: 1 })
  set(bench, id, { status: 'open' })
  bench.write(undo, {})
  bench.write(undo, { step: first })
  bench.write(redo, {})
  expect(caseNow(bench, id)).toMatchObject({ severity: 1, status: 'new' })
  bench.write(redo, {})
  expect(caseNow(bench, id)).toMatchObject({ severity: 1, status: 'open' })
})

test('the number of a step is never given to another one', () => {
  using bench = testDatabase()
  const { id } = newCase(bench, 'Pool exhausted')
  const gone = set(bench, id, { severity: 1 })
  bench.write(undo, {})
  expect(set(bench, id, { severity: 2 })).toBeGreaterThan(gone)
  expect(() => bench.write(undo, { step: gone })).toThrow(/can no longer be taken back/)
  expect(caseNow(bench, id)?.severity).toBe(2)
})

test('a change in parts is one step, taken back and done again part by part', () => {
  using bench = testDatabase()
  const ids = ['a', 'b', 'c', 'd'].map((title) => newCase(bench, title).id)
  const [first, second] = [ids.slice(0, 2), ids.slice(2)]
  const step = stepOf(bench.write(tagCases, { ids: first, add: ['x'], remove: [] }))
  newCase(bench, 'made meanwhile')
  bench.write(tagCases, { ids: second, add: ['x'], remove: [], into: step, before: 2 })
  const tagged = () => ids.map((id) => caseNow(bench, id)?.tags.length)
  expect(tagged()).toEqual([1, 1, 1, 1])

  expect(bench.write(undo, { step })).toEqual({ label: 'Tag 4 cases', step, done: 1, total: 2 })
  expect(tagged()).toEqual([1, 1, 0, 0])
  expect(historyLabels(bench.db, {}).redo).toBe('Tag 4 cases')
  expect(bench.write(undo, { step })).toMatchObject({ done: 2, total: 2 })
  expect(tagged()).toEqual([0, 0, 0, 0])
  expect(historyLabels(bench.db, {}).undo).toBe('New case CB-1005')
  expect(bench.write(redo, {})).toMatchObject({ step, done: 1, total: 2 })
  expect(tagged()).toEqual([1, 1, 0, 0])
  expect(bench.write(redo, {})).toMatchObject({ step, done: 2, total: 2 })
  expect(tagged()).toEqual([1, 1, 1, 1])
})

test('nothing is added to a step that is being taken back', () => {
  using bench = testDatabase()
  const ids = ['a', 'b', 'c'].map((title) => newCase(bench, title).id)
  const part = (at: number, into?: number) =>
    bench.write(tagCases, { ids: ids.slice(at, at + 1), add: ['x'], remove: [], into, before: at })
  const step = stepOf(part(0))
  part(1, step)
  bench.write(undo, { step })
  expect(() => part(2, step)).toThrow(expect.objectContaining({ code: 'changed-since' }))
  expect(ids.map((id) => caseNow(bench, id)?.tags)).toEqual([['x'], [], []])
})

test('whether a step can be taken back is asked of all its parts', () => {
  using bench = testDatabase()
  const ids = ['a', 'b'].map((title) => newCase(bench, title).id)
  const fields = { set: { severity: 1 as const }, reason: '' }
  const { step } = bench.write(setFields, { ids: ids.slice(0, 1), ...fields })
  bench.write(setFields, { ids: ids.slice(1), ...fields, into: step ?? 0, before: 1 })
  set(bench, ids[0] ?? '', { severity: 2 })
  const asked = () => stepToReplay(bench.db, { way: 'undo', step: step ?? 0 })
  expect(asked).toThrow(expect.objectContaining({ code: 'changed-since' }))
})

test('a note that was corrected since is not taken back by its name', () => {
  using bench = testDatabase()
  const { id: caseId } = newCase(bench, 'Pool exhausted')
  const note = bench.write(postEvent, { caseId, lane: 'internal', kind: 'note', body: 'a', attachments: [] })
  const correction = bench.write(correctEvent, { eventId: note.id, body: 'b' })
  expect(() => bench.write(undo, { step: stepOf(note) })).toThrow(/corrected since/)
  bench.write(undo, { step: stepOf(correction) })
  bench.write(undo, { step: stepOf(note) })
  expect(rowsOf(bench.db).event(note.id)?.retractedAt).not.toBeNull()
})

const everybody = (bench: TestDatabase) => ({
  customers: listCustomers(bench.db, { search: '', offset: 0, limit: 99 }),
  people: listPeople(bench.db, { search: '', offset: 0, limit: 99 }),
})

test('making and changing customers and people is taken back and done again', () => {
  using bench = testDatabase()
  const states = [everybody(bench)]
  const acts = [
    () => bench.write(setCustomer, { set: { name: 'Acme', domain: 'acme.example' } }),
    () => bench.write(setPerson, { set: { name: 'Lin', handles: ['github:lin'] } }),
    () =>
      bench.write(setCustomer, {
        id: states[1]?.customers.customers[0]?.id ?? '',
        set: { notes: 'pays', name: 'Acme Ltd' },
      }),
  ]
  for (const act of acts) {
    act()
    states.push(everybody(bench))
  }
  for (const state of states.slice(0, -1).toReversed()) {
    bench.write(undo, {})
    expect(everybody(bench)).toEqual(state)
  }
  for (const state of states.slice(1)) {
    bench.write(redo, {})
    expect(everybody(bench)).toEqual(state)
  }
})

test('a customer whom others rely on, or who was changed since, is not taken back', () => {
  using bench = testDatabase()
  const made = bench.write(setCustomer, { set: { name: 'Acme' } })
  const changed = bench.write(setCustomer, { id: made.id, set: { notes: 'pays' } })
  expect(() => bench.write(undo, { step: stepOf(made) })).toThrow(/the notes of Acme/)
  bench.write(undo, { step: stepOf(changed) })
  const { id, step } = bench.write(createCase, { title: 'Pool exhausted', customerId: made.id })
  expect(() => bench.write(undo, { step: stepOf(made) })).toThrow(/cases or people name it/)
  bench.write(undo, { step: step ?? 0 })
  bench.write(undo, { step: stepOf(made) })
  expect(() => getCustomer(bench.db, { id: made.id })).toThrow(/not here/)
  bench.write(redo, {})
  bench.write(redo, {})
  expect(caseNow(bench, id)).toMatchObject({ customerId: made.id, trashedAt: null })
})

test('a reply that the service refused is given up by undo, and sent anew by redo', () => {
  using bench = testDatabase()
  const { id: caseId } = newCase(bench, 'Pool exhausted')
  const waiting = () =>
    bench.db.all(
      "select type, state from operations where state != 'forgotten' and type like 'event%' order by dseq",
    )
  const reply = bench.write(postEvent, {
    ...{ caseId, lane: 'customer', kind: 'message', body: 'Try 4.2.', attachments: [] },
  })
  bench.write(({ db }) => db.run("update operations set state = 'rejected' where entity = ?", [reply.id]), {})
  bench.write(undo, {})
  expect(rowsOf(bench.db).event(reply.id)).toBeUndefined()
  expect(waiting()).toEqual([])
  bench.write(redo, {})
  expect(rowsOf(bench.db).event(reply.id)).toMatchObject({ body: 'Try 4.2.', retractedAt: null })
  expect(waiting()).toEqual([{ type: 'event.add', state: 'pending' }])
})
