import { expect, it } from 'vitest'
import { initials } from './avatar.tsx'

it.each([
  ['Ada Krämer', 'AK'],
  ['chen', 'C'],
  ['O’Neill, Pat', 'OP'],
  ['山田 太郎', '山太'],
  ['maria del carmen ruiz', 'MR'],
  ['', ''],
  ['--', ''],
])('of %s are %s', (name, letters) => {
  expect(initials(name)).toBe(letters)
})
