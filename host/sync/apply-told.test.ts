import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import type { Told } from '../../shared/sync/protocol.ts'
import { testDatabase } from '../../test/support/database.ts'
import { aCase, aNote } from '../../test/support/writers.ts'
import { applyPull } from './apply-pull.ts'
import { applyTold } from './apply-told.ts'
import { putConnection } from './state.ts'

const stream = 'global'
const ndjson = (...lines: object[]) => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

/** A bench that has everything up to place 1. */
const openBench = () => {
  const bench = testDatabase()
  const value = aCase()
  const epoch = v7()
  bench.write(({ db }) => {
    db.run('delete from operations')
    putConnection(db, {
      ...{ url: 'http://127.0.0.1', organisation: '', accountId: v7(), deviceId: v7(), epoch: null },
      ...{ grants: null, acked: 0, complete: false, syncedAt: null, paused: false },
    })
  }, {})
  const text = ndjson(
    { epoch, at: 1, streams: [stream], grants: 'g' },
    { stream },
    { k: 'case', i: value.id, v: 1, q: 1, b: value },
    { mark: stream, seq: 1, tag: 'one' },
    { more: false, acked: 0 },
  )
  bench.write(applyPull, { text })
  const tell = (more: Partial<Told> = {}, body = aNote(value.id, 'told', v7())) =>
    bench.write(applyTold, {
      ...{ stream, after: { seq: 1, tag: 'one' }, seq: 2 },
      lines: ndjson(
        { stream },
        { k: 'event', i: body.id, v: 1, q: 2, b: body },
        { mark: stream, seq: 2, tag: 'two' },
      ),
      ...more,
    })
  const notes = () => bench.db.all<{ body: string }>('select body from events').map(({ body }) => body)
  const cursor = () => bench.db.all<{ seq: number; tag: string }>('select seq, tag from streams')
  return { bench, tell, notes, cursor, [Symbol.dispose]: () => bench[Symbol.dispose]() }
}

test('what is told after the place of this bench is applied, once', () => {
  using here = openBench()
  expect(here.tell()).toBe('applied')
  expect(here.notes()).toEqual(['told'])
  expect(here.cursor()).toEqual([{ seq: 2, tag: 'two' }])
  expect(here.tell()).toBe('known')
})

test.each([
  ['a place that this bench has not reached', { after: { seq: 5, tag: 'five' }, seq: 6 }],
  ['another past', { after: { seq: 1, tag: 'other' } }],
  ['a stream that is not known', { stream: 'customer:x' }],
] as const)('%s is pulled', (_, more) => {
  using here = openBench()
  expect(here.tell(more)).toBe('pull')
  expect(here.notes()).toEqual([])
  expect(here.cursor()).toEqual([{ seq: 1, tag: 'one' }])
})

test('while own changes wait everything is pulled, so that they are settled with it', () => {
  using here = openBench()
  here.bench.write(({ db }) => {
    db.run(
      "insert into operations (id, dseq, type, v, entity, base, payload, at, state) values (?, 1, 'case.set', 1, ?, '{}', '{}', 1, 'sent')",
      [v7(), v7()],
    )
  }, {})
  expect(here.tell()).toBe('pull')
  expect(here.notes()).toEqual([])
})

test('a row of a case that has not come is kept, and pulled for', () => {
  using here = openBench()
  expect(here.tell({}, aNote(v7(), 'early', v7()))).toBe('pull')
  expect(here.notes()).toEqual([])
  expect(here.cursor()).toEqual([{ seq: 2, tag: 'two' }])
})
