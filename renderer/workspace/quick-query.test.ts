import { expect, it } from 'vitest'
import { parseQuick } from './quick-query.ts'

it.each([
  ['server', { query: 'server', line: '', column: '' }],
  [' server.xml:42 ', { query: 'server.xml:42', line: '', column: '' }],
  ['server.xml:42', { query: 'server.xml', line: '42', column: '' }],
  ['server.xml:42:7', { query: 'server.xml', line: '42', column: '7' }],
  ['server.xml:', { query: 'server.xml', line: '', column: '' }],
  ['C:dump', { query: 'C:dump', line: '', column: '' }],
  ['', { query: '', line: '', column: '' }],
])('%j', (text, parsed) => {
  expect(parseQuick(text)).toEqual(parsed)
})
