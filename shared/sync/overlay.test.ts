import { expect, test } from 'vitest'
import { caseRow, customerRow, idOf, rowsWith } from '../../test/support/rows.ts'
import { overlay, rowOf } from './overlay.ts'

const [one, other] = [idOf(1), idOf(2)]

test('what lies above hides what is below, also where it says that a row is gone', () => {
  const below = rowsWith(
    { kind: 'case', id: one, body: caseRow(one) },
    { kind: 'customer', id: other, body: customerRow(other) },
  )
  const above = overlay(below)
  above.put({ kind: 'case', id: one, body: caseRow(one, { title: 'Changed' }) })
  above.put({ kind: 'customer', id: other, body: null })
  expect([above.case(one)?.title, above.customer(other)]).toEqual(['Changed', undefined])
  expect([below.case(one)?.title, below.customer(other)?.name]).toEqual(['Pool', 'Acme'])
})

test('each row that lies above is told once, as it was put last', () => {
  const above = rowsWith()
  above.put({ kind: 'case', id: one, body: caseRow(one) })
  above.put({ kind: 'case', id: other, body: caseRow(other) })
  above.put({ kind: 'case', id: one, body: null })
  expect(above.changes().map(({ id, body }) => [id, body === null])).toEqual([
    [one, true],
    [other, false],
  ])
})

test('a row that a change removes is gone under the kind that it had', () => {
  expect(rowOf({ kind: 'no-customer', value: customerRow(one) })).toEqual({
    kind: 'customer',
    id: one,
    body: null,
  })
  expect(rowOf({ kind: 'case', value: caseRow(one) }).body).toEqual(caseRow(one))
})
