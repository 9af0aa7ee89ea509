import { expect, it } from 'vitest'
import { findText, readable } from './find-text.ts'

const events = [
  '$ ',
  'mvn te',
  'st\r\n',
  '\u001b[31mBUILD \u001b[1mFAIL',
  'URE\u001b[0m\r\n',
  { columns: 80, rows: 24 },
  'build failure',
]
const find = (query: string, from = 0) =>
  findText({ events, query, from, signal: new AbortController().signal, pause: async () => undefined })

it('finds text across events, colours and case', async () => {
  expect(await find('mvn test')).toBe(2)
  expect(await find('build failure')).toBe(4)
  expect(await find('build failure', 5)).toBe(6)
  expect(await find('nowhere')).toBeNull()
  expect(await find('')).toBeNull()
})

it('reads text as a person does', () => {
  expect(readable('\u001b]0;title\u0007a\u001b[1;31mb\u001b(Bc\u001bP1$r\u001b\\d\r\n')).toBe('abcd\n')
})
