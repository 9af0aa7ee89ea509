import { expect, test } from 'vitest'
import { lockfile } from './lockfile.ts'

const entry = { version: '1.0.0', integrity: 'sha512-x' }

test('a lockfile without registries passes', () => {
  expect(lockfile(JSON.stringify({ packages: { '': {}, 'node_modules/a': entry } }))).toEqual([])
})

test('a registry in the lockfile fails', () => {
  const packages = {
    'node_modules/a': entry,
    'node_modules/b': { ...entry, resolved: 'https://example.org/b.tgz' },
  }
  expect(lockfile(JSON.stringify({ packages }))).toEqual([
    expect.stringContaining('1 packages (node_modules/b'),
  ])
})
