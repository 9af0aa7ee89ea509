import { expect, test } from 'vitest'
import { itemWords } from './item-words.ts'

test.each([
  ['event.add', 'note', 'Note on'],
  ['event.add', 'change', 'Entry on'],
  ['event.add', null, 'Entry on'],
  ['case.set', 'status', 'Status of'],
  ['case.set', 'ownerId status dueAt', 'Owner, status and due date of'],
  ['case.set', 'title status kind severity', 'Change of'],
  ['case.tags', null, 'Tags of'],
  ['made.later', null, 'made.later'],
])('%s %s is "%s"', (type, part, words) => {
  expect(itemWords(type, part)).toBe(words)
})
