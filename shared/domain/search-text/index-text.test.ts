import { expect, test } from 'vitest'
import { plainFacts } from '../../../test/support/search-desk.ts'
import { openIndex } from '../../../test/support/search-index.ts'
import type { CaseFacts } from './facts.ts'
import { indexText, recencyKey } from './index-text.ts'

const facts: CaseFacts = {
  ref: 'CB-1042',
  status: 'waiting',
  severity: 2,
  kind: 'how-to',
  customer: 17,
  owner: 3,
  reporter: 4,
  tags: ['C++', 'jdbc'],
  components: [
    { name: 'Apache Tomcat', version: '10.1', purl: 'pkg:maven/org.apache.tomcat/catalina@10.1?type=jar' },
  ],
  has: ['patch', 'due'],
  trashed: true,
  merged: true,
  source: 'github:apache/tomcat',
}

const termsOf = (text: string): string[] => {
  using index = openIndex([[1, text]])
  return [...index.terms()].map(({ term }) => term)
}

test('the index holds facts, texts, joined tokens and the title twice', () => {
  const text = indexText({ title: 'Pööl X', description: 'ζsopen', texts: ['a.b'], filters: facts })
  const marked = [
    ...['ζall', 'ζfcbζ2dζ1042', 'ζswaiting', 'ζv2', 'ζkhowζ2dζto', 'ζc17', 'ζo3', 'ζr4'],
    ...['ζtcζ2bζζ2bζ', 'ζtjdbc', 'ζpapache', 'ζptomcat', 'ζp10', 'ζp10ζ1', 'ζpcatalina'],
    ...['ζhpatch', 'ζhdue', 'ζxtrashed', 'ζxmerged', 'ζygithub'],
    ...['τcb', 'τ1042', 'τpool', 'τx', 'τcbζ1042'],
  ]
  const plain = ['cb', '1042', 'pool', 'x', 'ζζsopen', 'a', 'b', 'cbζ1042', 'aζb']
  expect(termsOf(text).sort()).toEqual([...marked, ...plain].sort())
})

test('a case without anything still has what every case has', () => {
  expect(
    termsOf(indexText({ title: '', description: '', texts: [], filters: { ...plainFacts, ref: '' } })).sort(),
  ).toEqual(['ζall', 'ζf', 'ζkquestion', 'ζsopen', 'ζv3'].sort())
})

test('text beyond the limit is left out, and what came before stays', () => {
  const long = 'lorem '.repeat(2_000_000)
  const text = indexText({
    title: 'a',
    description: long,
    texts: [`${long} late`, 'later'],
    filters: plainFacts,
  })
  expect(text.length).toBeLessThan(16_100_000)
  expect(text).not.toContain('late')
  expect(text).toContain('τa')
})

test('recency keys stay exact and in order', () => {
  const latest = 8_640_000_000_000
  expect(Number.isSafeInteger(recencyKey(latest, 1023))).toBe(true)
  expect(recencyKey(latest, 0)).toBeGreaterThan(recencyKey(latest - 1, 1023))
})
