import { expect, test } from 'vitest'
import { caseRow, idOf, noteRow, rowsWith } from '../../test/support/rows.ts'
import type { Conflict } from '../domain/conflict.ts'
import { arbitrate, type Bench } from './arbitrate.ts'
import { requireCoherent } from './coherent.ts'
import type { Draft, Operation } from './operations.ts'
import { Rejected } from './rows.ts'

const [one, other, event, me, lin] = [idOf(1), idOf(2), idOf(3), idOf(4), idOf(5)]

const bench = (more: Partial<Bench> = {}): Bench => ({
  ...{ person: me, at: 50, skew: 0, writerOf: () => lin, openConflict: () => undefined, thread: () => [] },
  refFor: (wanted) => wanted,
  ...more,
})

const operation = (draft: Draft, base: Record<string, unknown> = {}): Operation => ({
  ...draft,
  ...{ id: idOf(9), dseq: 1, v: 1, base, at: 7 },
})

const now = caseRow(one, { status: 'open', title: 'Theirs', description: 'a\nb\nc!' })
const rows = rowsWith({ kind: 'case', id: one, body: now })
const set = (fields: object, base: Record<string, unknown>) =>
  arbitrate(
    operation({ type: 'case.set', entity: one, payload: { set: fields, event: null } }, base),
    rows,
    bench(),
  )
const caseIn = ({ puts }: ReturnType<typeof set>) => puts.find(({ kind }) => kind === 'case')?.value

test.each([
  ['a cared field that nobody changed', { status: 'closed' }, { status: 'open' }, { status: 'closed' }],
  ['a field that needs no care', { title: 'Mine' }, {}, { title: 'Mine' }],
  [
    'a text, merged with what somebody else did',
    { description: 'a!\nb\nc' },
    { description: 'a\nb\nc' },
    { description: 'a!\nb\nc!' },
  ],
])('takes effect: %s', (_, fields, base, expected) => {
  const ruling = set(fields, base)
  expect(ruling.conflicts).toEqual([])
  expect(caseIn(ruling)).toMatchObject({ ...expected, updatedAt: 50 })
})

test('a cared field that moved since stays, and what was wanted is a conflict; the rest takes effect', () => {
  const ruling = set({ status: 'closed', severity: 1 }, { status: 'new', severity: 3 })
  expect(caseIn(ruling)).toMatchObject({ status: 'open', severity: 1 })
  expect(ruling.conflicts).toMatchObject([
    {
      field: 'status',
      base: 'new',
      theirs: 'open',
      mine: 'closed',
      mineBy: me,
      theirsBy: lin,
      state: 'open',
    },
  ])
})

test('what somebody else has done already is no conflict', () => {
  expect(set({ status: 'open' }, { status: 'new' })).toEqual({ puts: [], conflicts: [] })
})

test('a second change on top of one that lost takes its place in the same conflict', () => {
  const open = { id: idOf(8), base: 'new', mine: 'waiting' } as Conflict
  const draft: Draft = { type: 'case.set', entity: one, payload: { set: { status: 'solved' }, event: null } }
  const { conflicts } = arbitrate(
    operation(draft, { status: 'waiting' }),
    rows,
    bench({ openConflict: () => open }),
  )
  expect(conflicts).toMatchObject([{ id: idOf(8), base: 'new', mine: 'solved', theirs: 'open' }])
})

const note = (more: object): Operation =>
  operation({ type: 'event.add', entity: event, payload: { event: noteRow(event, one, more) } })

test('a note gets the time of the service where the clocks differ, and is never of the future', () => {
  const times = [-20, 500].map((skew) =>
    arbitrate(note({ at: 40 }), rows, bench({ skew })).puts.flatMap((put) =>
      put.kind === 'event' ? [put.value.at] : [],
    ),
  )
  expect(times).toEqual([[20], [50]])
})

test('nobody writes in the name of somebody else', () => {
  expect(() => arbitrate(note({ authorId: lin }), rows, bench())).toThrow(Rejected)
  expect(arbitrate(note({ authorId: me }), rows, bench()).puts).toHaveLength(2)
})

test('of a reference that is taken the new case gets another one', () => {
  const draft: Draft = { type: 'case.create', entity: other, payload: { case: caseRow(other) } }
  const ruling = arbitrate(operation(draft), rows, bench({ refFor: () => 'CB-77' }))
  expect(caseIn(ruling)).toMatchObject({ ref: 'CB-77' })
})

test.each<[string, Draft]>([
  ['another case than its own', { type: 'case.create', entity: one, payload: { case: caseRow(other) } }],
  ['a note under another name', { type: 'event.add', entity: one, payload: { event: noteRow(event, one) } }],
  [
    'events of another case',
    { type: 'case.import', entity: one, payload: { case: caseRow(one), events: [noteRow(event, other)] } },
  ],
  [
    'a merge told on a third case',
    { type: 'case.merge', entity: one, payload: { into: other, event: noteRow(event, idOf(7)) } },
  ],
])('a change that brings %s is not coherent', (_, draft) => {
  expect(() => requireCoherent(draft)).toThrow(Rejected)
})
