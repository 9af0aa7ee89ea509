import { expect, test } from 'vitest'
import { caseRow, idOf, rowsWith } from '../../test/support/rows.ts'
import type { Draft, Operation } from './operations.ts'
import { judge, type SentOperation } from './protocol.ts'
import { rebase } from './rebase.ts'

const one = idOf(1)
const pending = (dseq: number, draft: Draft): Operation => ({
  ...draft,
  id: idOf(dseq),
  dseq,
  v: 1,
  base: {},
  at: dseq,
})
const tag = (word: string): Draft => ({
  type: 'case.tags',
  entity: one,
  payload: { add: [word], remove: [] },
})

test('own changes are shown in their order above what the service has, and those that it no longer allows are not', () => {
  const server = rowsWith({ kind: 'case', id: one, body: caseRow(one, { tags: ['theirs'] }) })
  const gone: Draft = { type: 'event.retract', entity: idOf(9), payload: { retracted: true } }
  const { rows, hidden } = rebase(server, [pending(11, tag('a')), pending(12, gone), pending(13, tag('b'))])
  expect(rows.map(({ body }) => (body as { tags?: string[] } | null)?.tags)).toEqual([['theirs', 'a', 'b']])
  expect(hidden).toEqual([idOf(12)])
})

const sent = (more: Partial<SentOperation>): SentOperation => ({
  ...{
    id: idOf(2),
    dseq: 1,
    type: 'case.trash',
    v: 1,
    entity: one,
    base: {},
    at: 1,
    payload: { trashed: true },
  },
  ...more,
})

test.each<[string, Partial<SentOperation>, string]>([
  ['an operation of this version', {}, 'known'],
  ['one of a later type', { type: 'case.fold' }, 'unknown'],
  ['one of a later version', { v: 99 }, 'unknown'],
  ['one whose payload is wrong', { payload: { trashed: 'yes' } }, 'wrong'],
  ['one named as what every object has', { type: 'constructor' }, 'unknown'],
])('%s is judged', (_, more, verdict) => {
  expect(Object.keys(judge(sent(more)))).toEqual([verdict])
})
