import { expect, test } from 'vitest'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import { fieldWords, idsToName, possessive, sideName, textOfWhom, valueWords } from './field-words.ts'

const person = '0190c0de-0000-7000-8000-000000000001'
const customer = '0190c0de-0000-7000-8000-000000000002'

const conflict = (part: Partial<SyncConflict>): SyncConflict => ({
  id: '0190c0de-0000-7000-8000-00000000000a',
  kind: 'case',
  entity: '0190c0de-0000-7000-8000-00000000000b',
  caseId: '0190c0de-0000-7000-8000-00000000000b',
  field: 'status',
  rule: 'value',
  base: 'open',
  theirs: 'waiting',
  mine: 'solved',
  mineBy: person,
  theirsBy: null,
  at: 1,
  state: 'open',
  resolvedBy: null,
  resolvedAt: null,
  ref: 'CB-1',
  mineByName: 'Ada King',
  theirsByName: null,
  ...part,
})

test.each<[Partial<SyncConflict>, unknown, string, string]>([
  [{ field: 'status' }, 'waiting', 'status', 'Waiting'],
  [{ field: 'severity' }, 2, 'severity', 'Severity 2'],
  [{ field: 'ownerId' }, person, 'owner', 'Ada King'],
  [{ field: 'ownerId' }, null, 'owner', 'nobody'],
  [{ field: 'ownerId' }, customer, 'owner', 'somebody unknown here'],
  [{ field: 'contractId' }, customer, 'contract', 'another contract'],
  [{ field: 'description', rule: 'text' }, '', 'description', 'no text'],
  [{ field: 'description', rule: 'text' }, 'status', 'description', 'status'],
  [{ kind: 'person', field: 'handles' }, ['github:ada', 'jira:ada'], 'other names', 'github:ada, jira:ada'],
  [{ kind: 'customer', field: 'madeUpLater' }, 'x', 'madeUpLater', 'X'],
])('%o of %o reads as it should', (part, value, field, words) => {
  const one = conflict(part)
  expect(fieldWords(one)).toBe(field)
  expect(valueWords(one, value, new Map([[person, 'Ada King']]))).toBe(words)
})

test('a long text is shown by its beginning', () => {
  const words = valueWords(conflict({ rule: 'text' }), 'word '.repeat(500), new Map())
  expect(words.length).toBeLessThan(210)
  expect(words.endsWith('…')).toBe(true)
})

test('only what is an id of a person or a customer is looked up, and once', () => {
  const found = idsToName([
    conflict({ field: 'ownerId', base: null, theirs: person, mine: person }),
    conflict({ kind: 'person', field: 'customerId', base: customer, theirs: null, mine: 'no id' }),
    conflict({ field: 'status' }),
  ])
  expect(found).toEqual([
    { id: person, is: 'person' },
    { id: customer, is: 'customer' },
  ])
})

test('a side is mine, of somebody with a name, or of somebody', () => {
  expect(sideName(person, 'Ada King', person)).toBe('you')
  expect(sideName(person, 'Ada King', customer)).toBe('Ada King')
  expect(sideName(null, null, person)).toBe('somebody')
  expect([possessive('you'), possessive('Ada King')]).toEqual(['yours', "Ada King's"])
  expect([textOfWhom('you'), textOfWhom('Ada King')]).toEqual(['your text', 'the text of Ada King'])
})
