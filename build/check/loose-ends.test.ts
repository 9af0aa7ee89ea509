import { expect, test } from 'vitest'
import { looseEnds } from './loose-ends.ts'
import { sourceOf } from './source-of.ts'

const marker = (...parts: string[]): string => parts.join('')

test.each([
  [`const a = b as any`, 'uses the type any'],
  [`const a = b!`, 'asserts with ! that something is there'],
  [`// ${marker('TO', 'DO')} later`, `leaves a ${marker('TO', 'DO')}`],
  [`/* ${marker('FIX', 'ME')} */`, `leaves a ${marker('FIX', 'ME')}`],
  [`// ${marker('@ts', '-ignore')}`, `silences a checker with ${marker('@ts', '-ignore')}`],
  [`// ${marker('biome', '-ignore')} lint: why`, `silences a checker with ${marker('biome', '-ignore')}`],
  [`test.only('a', () => {})`, 'runs only one test'],
  [`test.describe.only('a', () => {})`, 'runs only one test'],
  [`test.skipIf(asRoot)('a', () => {})`, 'skips without telling why; call skip(condition, reason)'],
])('%s is found', (line, what) => {
  expect(looseEnds([sourceOf('host/a.test.ts', `touch()\n${line}`)])).toEqual([`host/a.test.ts:2 ${what}`])
})

test('the same words in strings, and only() outside tests, are nobody’s loose end', () => {
  const text = `const many = 'any // TODO @ts-ignore'\nquery.only('id')\nconst todo = [1]`
  expect(looseEnds([sourceOf('host/a.ts', text)])).toEqual([])
})
