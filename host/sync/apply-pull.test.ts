import { v7 } from 'uuid'
import { expect, test } from 'vitest'
import { testDatabase } from '../../test/support/database.ts'
import { aCase, aNote } from '../../test/support/writers.ts'
import { setFields, unlinkCases } from '../cases/changes.ts'
import { postEvent } from '../timeline/changes.ts'
import { applyPull } from './apply-pull.ts'
import { beginAgain, nextOperations, notePushed } from './outbox.ts'
import { putConnection } from './state.ts'

const [global, acme] = ['global', 'customer:acme']

interface Told {
  stream: string
  rows: object[]
}

/** A bench that is told rows; each telling is a whole answer of the service. */
const openBench = () => {
  const bench = testDatabase()
  bench.write(({ db }) => {
    db.run('delete from operations')
    putConnection(db, {
      ...{ url: 'http://127.0.0.1', organisation: '', accountId: v7(), deviceId: v7(), epoch: null },
      ...{ grants: null, acked: 0, complete: false, syncedAt: null, paused: false },
    })
  }, {})
  const epoch = v7()
  let seq = 0
  const tell = (told: Told[], end: object = {}) => {
    const lines: object[] = [{ epoch, at: 1, streams: [acme, global], grants: 'g' }]
    for (const { stream, rows } of told) {
      lines.push({ stream })
      for (const row of rows) {
        seq += 1
        lines.push({ q: seq, ...row })
      }
      lines.push({ mark: stream, seq, tag: `t${seq}` })
    }
    lines.push({ more: false, acked: 0, ...end })
    bench.write(applyPull, { text: lines.map((line) => `${JSON.stringify(line)}\n`).join('') })
  }
  /** The service takes all that waits; answers the number of the last of it. */
  const push = (): number => {
    const { operations } = nextOperations(bench.db, {})
    const results = operations.map(({ id, dseq }) => ({ id, dseq, outcome: 'applied' as const }))
    const last = operations.at(-1)?.dseq ?? 0
    bench.write(notePushed, { answer: { results, expected: last + 1 } })
    return last
  }
  const ids = (table: string) =>
    bench.db.all<{ id: string }>(`select id from ${table} order by id`).map(({ id }) => id)
  const mergedInto = (id: string) =>
    bench.db.value<string | null>(
      'select (select id from cases where key = c.merged_into) from cases c where id = ?',
      [id],
    )
  return { ...{ bench, tell, push, ids, mergedInto }, [Symbol.dispose]: () => bench[Symbol.dispose]() }
}

const row = (kind: string, v: number, b: { id: string }) => ({ k: kind, i: b.id, v, b })

/** Two cases, and the first one as it is when it was merged into the second. */
const twoCases = () => {
  const [one, other] = [aCase({ ref: 'CB-1' }), aCase({ ref: 'CB-2' })]
  return { one, other, merged: aCase({ ...one, mergedInto: other.id }) }
}

test('a case that was merged into one that may not be read is shown as before, with all of it, until that comes', () => {
  using here = openBench()
  const { one, other, merged } = twoCases()
  const note = aNote(one.id, 'Still here', v7())
  here.tell([{ stream: global, rows: [row('case', 3, merged), row('event', 1, note)] }])
  expect([here.ids('cases'), here.ids('events'), here.mergedInto(one.id)]).toEqual([
    [one.id],
    [note.id],
    null,
  ])
  here.tell([{ stream: acme, rows: [row('case', 1, other)] }])
  expect(here.mergedInto(one.id)).toBe(other.id)
})

test('a merge is kept for later also where a change of this bench lies above the case', () => {
  using here = openBench()
  const { one, other, merged } = twoCases()
  here.tell([{ stream: global, rows: [row('case', 1, one), row('case', 1, other)] }])
  here.bench.write(setFields, { ids: [one.id], set: { title: 'Mine' }, reason: '' })
  const leaves = { k: 'case', i: other.id, v: 2, moved: 1 }
  here.tell([{ stream: global, rows: [row('case', 2, merged), leaves] }])
  expect([here.ids('cases'), here.mergedInto(one.id)]).toEqual([[one.id], null])
  here.tell([], { acked: here.push() })
  here.tell([{ stream: acme, rows: [row('case', 2, other)] }])
  expect(here.mergedInto(one.id)).toBe(other.id)
})

test('a link that is gone does not come with the case that it waited for', () => {
  using here = openBench()
  const { one, other } = twoCases()
  const link = { id: v7(), fromId: one.id, toId: other.id, kind: 'related' }
  here.tell([{ stream: global, rows: [row('case', 1, one), row('link', 1, link)] }])
  here.tell([{ stream: global, rows: [{ k: 'link', i: link.id, v: 2 }] }])
  here.tell([{ stream: global, rows: [row('case', 1, other)] }])
  expect(here.ids('links')).toEqual([])
})

test('a link that this bench removed and that left its stream does not come back', () => {
  using here = openBench()
  const { one, other } = twoCases()
  const link = { id: v7(), fromId: one.id, toId: other.id, kind: 'related' }
  here.tell([{ stream: global, rows: [row('case', 1, one), row('case', 1, other), row('link', 1, link)] }])
  here.bench.write(unlinkCases, { id: link.id })
  here.tell([{ stream: global, rows: [{ k: 'link', i: link.id, v: 2, moved: 1 }] }], { acked: here.push() })
  expect(here.ids('links')).toEqual([])
})

test('a note that a restored service had before and refuses now is of this bench alone again', () => {
  using here = openBench()
  const { one } = twoCases()
  here.tell([{ stream: global, rows: [row('case', 1, one)] }])
  const { id } = here.bench.write(postEvent, {
    ...{ caseId: one.id, lane: 'internal', kind: 'note', attachments: [] },
    body: 'Mine',
  })
  const [sent] = nextOperations(here.bench.db, {}).operations
  const { id: operation = '', dseq = 0 } = sent ?? {}
  const note = { ...aNote(one.id, 'Mine', v7()), id }
  here.tell([{ stream: global, rows: [row('event', 1, note)] }], { acked: here.push() })
  here.bench.write(beginAgain, {})
  here.push()
  const reason = { code: 'missing', message: 'The case is not here (any more).' }
  here.tell([], { acked: dseq, outcomes: [{ id: operation, dseq, outcome: 'rejected', reason }] })
  expect(here.bench.db.all('select ver, body from events where id = ?', [id])).toEqual([
    { ver: 0, body: 'Mine' },
  ])
})

test('a number that the service knows is not of a change that this bench, restored from its backup, has not sent', () => {
  using here = openBench()
  const { one } = twoCases()
  here.tell([{ stream: global, rows: [row('case', 1, one)] }])
  here.bench.write(setFields, { ids: [one.id], set: { title: 'Made after the restore' }, reason: '' })
  here.tell([], { acked: 9 })
  expect(nextOperations(here.bench.db, {}).operations.map(({ type }) => type)).toEqual(['case.set'])
  expect(here.bench.db.value('select title from cases where id = ?', [one.id])).toBe('Made after the restore')
})

test('a case that changes and goes in one piece leaves nothing in the search indexes', () => {
  using here = openBench()
  const value = aCase({ title: 'canary', updatedAt: 1_000 })
  here.tell([{ stream: global, rows: [row('case', 1, value)] }])
  const indexed = () => here.bench.db.all('select rowid from search union all select rowid from phrases')
  expect(indexed()).toHaveLength(2)
  const later = { ...value, title: 'canary again', updatedAt: 2_000_000 }
  here.tell([{ stream: global, rows: [row('case', 2, later), { k: 'case', i: value.id, v: 3, moved: 1 }] }])
  expect(here.ids('cases')).toEqual([])
  expect(indexed()).toEqual([])
})

test('a link of two restricted cases stays for later when the other case goes where it may not be read', () => {
  using here = openBench()
  const { one, other } = twoCases()
  const link = { id: v7(), fromId: one.id, toId: other.id, kind: 'related' }
  here.tell([
    { stream: global, rows: [row('case', 1, other)] },
    { stream: acme, rows: [row('case', 1, one), row('link', 2, link)] },
  ])
  expect(here.ids('links')).toEqual([link.id])
  here.tell([
    {
      stream: global,
      rows: [
        { k: 'case', i: other.id, v: 2, moved: 1 },
        { k: 'link', i: link.id, v: 2, moved: 1 },
      ],
    },
  ])
  expect([here.ids('cases'), here.ids('links')]).toEqual([[one.id], []])
  here.tell([{ stream: global, rows: [row('case', 3, other)] }])
  expect(here.ids('links')).toEqual([link.id])
})
