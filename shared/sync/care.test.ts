import { expect, test } from 'vitest'
import { caseRow, idOf, rowsWith } from '../../test/support/rows.ts'
import { baseOf, careOf, settingOf } from './care.ts'
import type { Draft } from './operations.ts'

test.each([
  ['case', 'status', 'value'],
  ['case', 'description', 'text'],
  ['case', 'title', undefined],
  ['customer', 'notes', 'text'],
  ['patch', 'steps', 'value'],
] as const)('%s.%s is kept from being overwritten as %s', (kind, field, care) => {
  expect(careOf(kind, field)).toBe(care)
})

test.each([
  ['case.set', 'case'],
  ['patch.set', 'patch'],
  ['case.tags', undefined],
  ['event.add', undefined],
] as const)('%s sets fields of %s', (type, kind) => {
  expect(settingOf(type)).toBe(kind)
})

const [one, conflict] = [idOf(1), idOf(2)]
const rows = rowsWith(
  { kind: 'case', id: one, body: caseRow(one, { status: 'open', title: 'Was' }) },
  {
    kind: 'conflict',
    id: conflict,
    body: { id: conflict, kind: 'case', entity: one, field: 'status' } as { id: string },
  },
)

test.each<[string, Draft, object]>([
  [
    'cared fields that it sets',
    { type: 'case.set', entity: one, payload: { set: { status: 'closed', title: 'Is' }, event: null } },
    { status: 'open' },
  ],
  [
    'nothing of a row that is not there',
    { type: 'case.set', entity: idOf(9), payload: { set: { status: 'closed' }, event: null } },
    {},
  ],
  [
    'the field of the conflict',
    { type: 'conflict.resolve', entity: conflict, payload: { value: 'new', by: null } },
    { status: 'open' },
  ],
  ['nothing for tags', { type: 'case.tags', entity: one, payload: { add: ['a'], remove: [] } }, {}],
])('the base of a change holds %s', (_, draft, base) => {
  expect(baseOf(draft, rows)).toEqual(base)
})
