import { expect, test } from 'vitest'
import { caseRow, customerRow, idOf, linkRow, noteRow, personRow, rowsWith } from '../../test/support/rows.ts'
import type { Row } from './overlay.ts'
import { customerStream, streamOf } from './streams.ts'

const [acme, open, secret, other, id] = [idOf(1), idOf(2), idOf(3), idOf(4), idOf(5)]
const rows = rowsWith(
  { kind: 'case', id: open, body: caseRow(open) },
  { kind: 'case', id: secret, body: caseRow(secret, { customerId: acme }) },
  { kind: 'case', id: other, body: caseRow(other, { customerId: idOf(8) }) },
  { kind: 'person', id: idOf(7), body: personRow(idOf(7), null) },
  { kind: 'person', id: idOf(10), body: personRow(idOf(10), acme) },
)
const conflict = (more: object) => ({ id, caseId: null, ...more }) as { id: string }

test.each<[string, Row, string]>([
  ['a case of nobody', { kind: 'case', id: open, body: caseRow(open) }, 'global'],
  [
    'a case of a restricted customer',
    { kind: 'case', id: secret, body: caseRow(secret, { customerId: acme }) },
    customerStream(acme),
  ],
  [
    'a case of another customer',
    { kind: 'case', id: other, body: caseRow(other, { customerId: idOf(8) }) },
    'global',
  ],
  ['a note on a restricted case', { kind: 'event', id, body: noteRow(id, secret) }, customerStream(acme)],
  ['a note on a case that is not there', { kind: 'event', id, body: noteRow(id, idOf(9)) }, 'global'],
  [
    'a link from a restricted case',
    { kind: 'link', id, body: linkRow(id, secret, open) },
    customerStream(acme),
  ],
  [
    'a link to a restricted case',
    { kind: 'link', id, body: linkRow(id, open, secret) },
    customerStream(acme),
  ],
  ['the restricted customer', { kind: 'customer', id: acme, body: customerRow(acme) }, customerStream(acme)],
  ['one of its people', { kind: 'person', id, body: personRow(id, acme) }, customerStream(acme)],
  [
    'a conflict on its case',
    { kind: 'conflict', id, body: conflict({ kind: 'patch', entity: idOf(7), caseId: secret }) },
    customerStream(acme),
  ],
  [
    'a conflict of its own',
    { kind: 'conflict', id, body: conflict({ kind: 'customer', entity: acme }) },
    customerStream(acme),
  ],
  [
    'a conflict of a person',
    { kind: 'conflict', id, body: conflict({ kind: 'person', entity: idOf(7) }) },
    'global',
  ],
  [
    'a conflict of one of its people',
    { kind: 'conflict', id, body: conflict({ kind: 'person', entity: idOf(10) }) },
    customerStream(acme),
  ],
])('%s', (_, row, stream) => {
  expect(streamOf(row, { rows, restricted: (customer) => customer === acme })).toBe(stream)
})
