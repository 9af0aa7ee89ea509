import { expect, test } from 'vitest'
import { idOf, linkRow, noteRow, rowsWith } from '../../test/support/rows.ts'
import type { Draft } from './operations.ts'
import type { Row } from './overlay.ts'
import { scopeOf, scopeOfRow, tiedBy } from './scope.ts'

const [one, other, event, link] = [idOf(1), idOf(2), idOf(3), idOf(4)]
const rows = rowsWith(
  { kind: 'event', id: event, body: noteRow(event, one) },
  { kind: 'link', id: link, body: linkRow(link, other, one) },
)
const add: Draft = { type: 'link.add', entity: link, payload: { link: linkRow(link, one, other) } }
const merge: Draft = {
  type: 'case.merge',
  entity: one,
  payload: { into: other, event: noteRow(event, other) },
}
const unmerge: Draft = { type: 'case.unmerge', entity: other, payload: { from: one, eventId: event } }

test.each<[Draft, string, string[]]>([
  [{ type: 'case.trash', entity: one, payload: { trashed: true } }, one, []],
  [{ type: 'event.add', entity: event, payload: { event: noteRow(event, other) } }, other, []],
  [{ type: 'event.retract', entity: event, payload: { retracted: true } }, one, []],
  [{ type: 'event.retract', entity: idOf(9), payload: { retracted: true } }, idOf(9), []],
  [add, one, [one, other]],
  [{ type: 'link.remove', entity: link, payload: {} }, other, []],
  [merge, one, [one, other]],
  [unmerge, one, [other, one]],
])('%o is about the right row, and ties the right ones', (draft, scope, tied) => {
  expect(scopeOf(draft, rows)).toBe(scope)
  expect(tiedBy(draft)).toEqual(tied)
})

test.each<[Row, string | null]>([
  [{ kind: 'case', id: one, body: null }, one],
  [{ kind: 'event', id: event, body: noteRow(event, one) }, one],
  [{ kind: 'link', id: link, body: linkRow(link, other, one) }, other],
  [{ kind: 'link', id: link, body: null }, null],
  [{ kind: 'conflict', id: event, body: { id: event, caseId: null, entity: one } as { id: string } }, one],
])('%o belongs to it', (row, scope) => {
  expect(scopeOfRow(row)).toBe(scope)
})
