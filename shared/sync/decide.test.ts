import { expect, test } from 'vitest'
import { caseRow, customerRow, idOf, noteRow, rowsWith } from '../../test/support/rows.ts'
import { decide, type World } from './decide.ts'
import type { Draft, Operation } from './operations.ts'
import { customerStream } from './streams.ts'

const [acme, open, secret, event, me] = [idOf(1), idOf(2), idOf(3), idOf(4), idOf(5)]
const rows = rowsWith(
  { kind: 'customer', id: acme, body: customerRow(acme) },
  { kind: 'case', id: open, body: caseRow(open) },
  { kind: 'case', id: secret, body: caseRow(secret, { customerId: acme }) },
)

const world = (granted: boolean): World => ({
  ...{
    rows,
    person: me,
    at: 50,
    skew: 0,
    writerOf: () => null,
    openConflict: () => undefined,
    thread: () => [],
  },
  restricted: (customer) => customer === acme,
  may: (stream) => granted || stream !== customerStream(acme),
  refFor: (wanted) => wanted,
})

const operation = (dseq: number, draft: Draft): Operation => ({
  ...draft,
  id: idOf(100 + dseq),
  dseq,
  v: 1,
  base: {},
  at: 1,
})
const add = (caseId: string): Draft => ({
  type: 'event.add',
  entity: event,
  payload: { event: noteRow(event, caseId) },
})
const give = (customerId: string | null): Draft => ({
  type: 'case.set',
  entity: open,
  payload: { set: { customerId }, event: null },
})
const merge: Draft = {
  type: 'case.merge',
  entity: open,
  payload: { into: secret, event: noteRow(event, secret) },
}

const outcomes = (granted: boolean, ...drafts: Draft[]) =>
  decide(
    drafts.map((draft, index) => operation(index + 1, draft)),
    world(granted),
  ).results.map(({ outcome, reason }) => reason?.code ?? outcome)

test.each<[string, boolean, Draft[], string[]]>([
  ['a note on a case that may be read', false, [add(open)], ['applied']],
  ['a note on one that may not, as if it were not there', false, [add(secret)], ['missing']],
  ['the same with a grant', true, [add(secret)], ['applied']],
  ['a case given to a customer that may not be read', false, [give(acme)], ['forbidden']],
  ['a refused one, which stops nothing', false, [give(acme), add(open)], ['forbidden', 'applied']],
  ['each on what the one before it left', false, [add(open), add(open)], ['applied', 'exists']],
  ['a merge across the border of a restriction', true, [merge], ['invalid']],
])('%s', (_, granted, drafts, expected) => {
  expect(outcomes(granted, ...drafts)).toEqual(expected)
})

test('a case that goes to a restricted customer moves, and says from where', () => {
  const { rows: written, moved } = decide([operation(1, give(acme))], world(true))
  expect(written).toMatchObject([
    { kind: 'case', id: open, stream: customerStream(acme), operation: idOf(101) },
  ])
  expect(moved).toEqual([{ kind: 'case', id: open, from: 'global', to: customerStream(acme) }])
})

test('a row that several changes wrote is written once, in the place of the last one', () => {
  const title = (word: string): Draft => ({
    type: 'case.set',
    entity: open,
    payload: { set: { title: word }, event: null },
  })
  const { rows: written } = decide(
    [operation(1, title('a')), operation(2, add(open)), operation(3, title('b'))],
    world(true),
  )
  expect(written.map(({ kind, operation: by }) => [kind, by])).toEqual([
    ['event', idOf(102)],
    ['case', idOf(103)],
  ])
})

test('what was written on a case goes with it when it becomes restricted in the same batch', () => {
  const { rows: decided } = decide([operation(1, add(open)), operation(2, give(acme))], world(true))
  expect(decided.map(({ kind, stream }) => [kind, stream]).toSorted()).toEqual([
    ['case', customerStream(acme)],
    ['event', customerStream(acme)],
  ])
})
