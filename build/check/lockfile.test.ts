import { expect, test } from 'vitest'
import { lockfile } from './lockfile.ts'

const entry = { version: '1.0.0', integrity: 'sha512-x' }
const check = (packages: object): string[] => lockfile(JSON.stringify({ packages }))

test('a lockfile without registries and with all platforms passes', () => {
  const tool = { ...entry, optionalDependencies: { '@tool/linux': '1', '@tool/mac': '1' } }
  expect(
    check({
      '': { optionalDependencies: { tool: '1' } },
      'node_modules/tool': tool,
      'node_modules/@tool/linux': entry,
      'node_modules/tool/node_modules/@tool/mac': entry,
    }),
  ).toEqual([])
})

test('a registry in the lockfile fails', () => {
  const named = { ...entry, resolved: 'https://example.org/b.tgz' }
  expect(check({ 'node_modules/a': entry, 'node_modules/b': named, 'node_modules/c': named })).toEqual([
    expect.stringContaining('2 packages, node_modules/b the first'),
  ])
})

test('a platform that the registry did not have fails', () => {
  const tool = { ...entry, optionalDependencies: { '@tool/linux': '1', '@tool/mac': '1' } }
  expect(check({ 'node_modules/tool': tool, 'node_modules/@tool/linux': entry })).toEqual([
    expect.stringContaining('lacks @tool/mac for node_modules/tool'),
  ])
})
