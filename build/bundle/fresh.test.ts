import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isFresh, stamped } from './fresh.ts'

let root: string
const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}
const fresh = (): boolean => isFresh(root, 'renderer')

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'fresh-'))
  write('renderer/app/main.tsx', 'main')
  write('shared/domain/case.ts', 'case')
  write('package-lock.json', '{}')
  await stamped(root, 'renderer', async () => write('dist/renderer/index.html', 'page'))
})
afterEach(() => rmSync(root, { recursive: true }))

test('what was just built is fresh, and stays so after a touch', () => {
  expect(fresh()).toBe(true)
  utimesSync(join(root, 'renderer/app/main.tsx'), new Date(), new Date(Date.now() + 60_000))
  expect(fresh()).toBe(true)
})

test.each([
  ['a changed source', () => write('renderer/app/main.tsx', 'else')],
  ['a change in shared', () => write('shared/domain/case.ts', 'else')],
  ['other packages', () => write('package-lock.json', '{ "packages": {} }')],
  ['a new source', () => write('renderer/app/new.tsx', '')],
  ['a deleted source', () => rmSync(join(root, 'renderer/app/main.tsx'))],
  ['a deleted build', () => rmSync(join(root, 'dist/renderer'), { recursive: true })],
  ['a lost stamp', () => rmSync(join(root, 'dist/.built'), { recursive: true })],
])('%s is not fresh', (_what, change) => {
  change()
  expect(fresh()).toBe(false)
})

test('tests and other folders do not matter', () => {
  write('renderer/app/main.test.tsx', 'test')
  write('host/cases/service.ts', 'host')
  expect(fresh()).toBe(true)
})

test('a build that fails, or whose sources change under it, leaves nothing that looks fresh', async () => {
  write('renderer/app/main.tsx', 'broken')
  await expect(stamped(root, 'renderer', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(fresh()).toBe(false)
  await stamped(root, 'renderer', async () => write('renderer/app/main.tsx', 'edited meanwhile'))
  expect(fresh()).toBe(false)
})
