import { expect, it } from 'vitest'
import { toggled } from './selection.ts'

it('adds a key, takes it away, and leaves the set it was given alone', () => {
  const before: ReadonlySet<string> = new Set(['a'])
  const added = toggled(before, 'b')
  expect([...added]).toEqual(['a', 'b'])
  expect([...toggled(added, 'a')]).toEqual(['b'])
  expect([...before]).toEqual(['a'])
})
