import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { repositoryRoot } from '../repository.ts'
import { readTally, type Tally, tallyVariable } from './tally.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runners-'))
  symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'node_modules'), 'junction')
})
afterEach(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text)

const run = (runner: string, options: string[]): { tally: Tally; code: number | null } => {
  const path = join(folder, 'tally.json')
  // The inner runner is a run of its own, not a worker of the one that runs this test.
  const env = { ...process.env, [tallyVariable]: path, VITEST: undefined }
  const program = join(repositoryRoot, 'node_modules', runner)
  const { status } = spawnSync(process.execPath, [program, ...options], { cwd: folder, env })
  return { tally: readTally(path), code: status }
}

const reporter = (name: string): string => `--reporter=${join(repositoryRoot, 'build/report', name)}`

test('Vitest: outcomes, reasons, and a file that cannot be loaded', () => {
  write('vitest.config.ts', 'export default {}')
  write(
    'a.test.ts',
    `import { expect, test } from 'vitest'
    test('passes', () => {})
    test('fails', () => expect(1).toBe(2))
    let tries = 0
    test('passes again', { retry: 1 }, () => expect((tries += 1)).toBe(2))
    test('is skipped', ({ skip }) => skip('no database here'))
    test.skip('is silent', () => {})`,
  )
  write('b.test.ts', `import './missing.ts'`)
  const { tally, code } = run('vitest/vitest.mjs', ['run', reporter('vitest-tally.ts')])
  expect(code).toBe(1)
  expect(tally).toEqual({
    passed: 2,
    failed: 2,
    flaky: ['a.test.ts passes again'],
    failures: [
      expect.stringMatching(/^a\.test\.ts fails: expected 1 to be 2/),
      expect.stringMatching(/^b\.test\.ts: .*missing\.ts/),
    ],
    skipped: [
      { name: 'a.test.ts is skipped', reason: 'no database here' },
      { name: 'a.test.ts is silent', reason: 'no reason given' },
    ],
  })
})

test('Playwright: outcomes and reasons, project by project', () => {
  write('playwright.config.ts', `export default { retries: 1, projects: [{ name: 'one' }] }`)
  write(
    'a.spec.ts',
    `import { expect, test } from '@playwright/test'
    test('passes', () => {})
    test('fails', () => expect(1).toBe(2))
    test('passes again', ({}, { retry }) => expect(retry).toBe(1))
    test('is skipped', () => test.skip(true, 'no display here'))`,
  )
  const { tally, code } = run('@playwright/test/cli.js', ['test', reporter('playwright-tally.ts')])
  expect(code).toBe(1)
  expect(tally).toEqual({
    passed: 2,
    failed: 1,
    flaky: ['one a.spec.ts passes again'],
    failures: ['one a.spec.ts fails: Error: expect(received).toBe(expected) // Object.is equality'],
    skipped: [{ name: 'one a.spec.ts is skipped', reason: 'no display here' }],
  })
})

test('a runner that ends without a word is a failure', () => {
  expect(readTally(join(folder, 'nothing.json'))).toEqual({
    passed: 0,
    failed: 1,
    failures: [],
    flaky: [],
    skipped: [],
  })
})
