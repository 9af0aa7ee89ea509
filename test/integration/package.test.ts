import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Packed, packForInspection, packingProblems } from '../../build/package/verify.ts'
import { repositoryRoot } from '../../build/repository.ts'

const run = promisify(execFile)
const onLinux = process.platform === 'linux'
const elsewhere = 'The package is inspected on Linux, where no Electron is needed for it.'

let packed: Packed
let folder: string
beforeAll(async () => {
  if (!onLinux) return
  packed = await packForInspection(repositoryRoot)
  folder = mkdtempSync(join(tmpdir(), 'packed-'))
  packed.extractTo(folder)
})
afterAll(() => {
  packed?.dispose()
  if (folder) rmSync(folder, { recursive: true })
})

test('the package holds the bundles, one database binary, and no source', ({ skip }) => {
  skip(!onLinux, elsewhere)
  expect(packingProblems(packed, `linux-${process.arch}`)).toEqual([])
})

test('the packaged command line works a case with nothing but what was packed', async ({ skip }) => {
  skip(!onLinux, elsewhere)
  const casebench = async (...options: string[]) => {
    const all = [join(folder, 'dist/host/cli.js'), '--data', join(folder, 'data'), ...options, '--json']
    const { stdout } = await run(process.execPath, all, { cwd: folder })
    return JSON.parse(stdout)
  }
  const { ref } = await casebench('new', '--title', 'Pool exhausted after patch')
  await casebench('note', ref, '--lane', 'internal', 'seen in the packaged program')
  expect(await casebench('cases', '"packaged program"')).toMatchObject({ total: 1, cases: [{ ref }] })
})
