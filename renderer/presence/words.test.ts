import { expect, test } from 'vitest'
import type { PresentPerson } from '../../shared/contract/presence.ts'
import { presenceList, presenceWords, writingWords } from './words.ts'

const people = (...named: [string, PresentPerson['doing']][]): PresentPerson[] =>
  named.map(([name, doing]) => ({ id: name, name, doing }))

test.each<[[string, PresentPerson['doing']][], string, string]>([
  [[], '', ''],
  [[['Lin', 'reading']], 'Lin is reading', ''],
  [
    [
      ['Lin', 'reading'],
      ['Mara', 'reading'],
    ],
    'Lin and Mara are reading',
    '',
  ],
  [
    [
      ['Ada', 'reading'],
      ['Lin', 'reading'],
      ['Mara', 'reading'],
    ],
    'Ada and 2 others are reading',
    '',
  ],
  [
    [
      ['Ada', 'reading'],
      ['Lin', 'writing'],
    ],
    'Lin is writing a reply',
    'Lin is writing a reply',
  ],
])('%j reads "%s" and is told as "%s"', (named, words, told) => {
  expect(presenceWords(people(...named))).toBe(words)
  expect(writingWords(people(...named))).toBe(told)
})

test('the whole list names everybody', () => {
  expect(presenceList(people(['Ada', 'reading'], ['Lin', 'writing']))).toBe(
    'Ada is reading\nLin is writing a reply',
  )
})
