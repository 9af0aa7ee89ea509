import { expect, test } from 'vitest'
import { counted, size } from './size.ts'

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1.0 KB'],
  [1_234_567, '1.2 MB'],
  [999_949, '1.0 MB'],
  [10_000_000_000, '10.0 GB'],
])('%i bytes read %j', (bytes, text) => {
  expect(size(bytes)).toBe(text)
})

test('a count agrees with its noun', () => {
  expect([counted(1, 'case'), counted(1_234_567, 'case'), counted(0, 'entry', 'entries')]).toEqual([
    '1 case',
    '1,234,567 cases',
    '0 entries',
  ])
})
