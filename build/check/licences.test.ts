import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAllowed, licences } from './licences.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'licences-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const install = (path: string, manifest: object): void => {
  const folder = join(root, 'node_modules', path)
  mkdirSync(folder, { recursive: true })
  const name = path.split('node_modules/').at(-1)
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.0.0', ...manifest }))
}

test.each([
  ['MIT', true],
  ['GPL-3.0-only', false],
  ['(MIT OR GPL-3.0-only)', true],
  ['MIT AND GPL-3.0-only', false],
  ['GPL-3.0-only OR (MIT AND ISC)', true],
  ['MIT OR ISC AND GPL-3.0-only', true],
  ['(MIT OR ISC) AND GPL-3.0-only', false],
  ['', false],
  ['SEE LICENSE IN EULA', false],
])('%s: %s', (expression, allowed) => {
  expect(isAllowed(expression, (licence) => licence === 'MIT' || licence === 'ISC')).toBe(allowed)
})

test('everything that a package brings along is looked at, nested versions too', () => {
  install('a', { license: 'MIT', dependencies: { b: '1' }, peerDependencies: { absent: '1' } })
  install('b', { license: 'ISC', optionalDependencies: { c: '2' } })
  install('b/node_modules/c', { license: 'AGPL-3.0' })
  install('c', { license: 'MIT' })
  install('not-ours', { license: 'Proprietary' })
  expect(licences(root, ['a'])).toEqual({
    problems: ['c 1.0.0 is under AGPL-3.0, which is not on the list'],
    packages: 3,
  })
})

test('old ways to state a licence are read, and none is a problem', () => {
  install('old', { licenses: [{ type: 'GPL-2.0' }, { type: 'MIT' }] })
  install('older', { license: { type: 'ISC' } })
  install('silent', {})
  expect(licences(root, ['old', 'older', 'silent']).problems).toEqual([
    'silent 1.0.0 is under no stated licence, which is not on the list',
  ])
})

test('the font licence is for fonts', () => {
  install('@fontsource-variable/inter', { license: 'OFL-1.1' })
  install('tool', { license: 'OFL-1.1' })
  expect(licences(root, ['@fontsource-variable/inter', 'tool']).problems).toEqual([
    expect.stringMatching(/^tool /),
  ])
})
