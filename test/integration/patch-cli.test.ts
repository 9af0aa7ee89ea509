import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openHost } from '../bench/host.ts'
import { casebench, newCase } from '../support/casebench.ts'
import { temporaryFolder } from '../support/database.ts'

test('a patch is made, listed, tried, applied and followed from the command line', async () => {
  using folder = temporaryFolder()
  const dataDir = join(folder.path, 'bench')
  const ref = await newCase(dataDir, 'Pool exhausted')
  const host = await openHost(dataDir)
  const { case: found } = await host.client.cases.get({ key: ref })
  const { path } = await host.client.workspaces.open({ caseId: found.id })
  await host.close()
  writeFileSync(join(path, 'pool.conf'), 'size=20\n')
  const made = await casebench(dataDir, 'patch', 'create', ref, '--message', 'Grow the pool')
  const attachment = '0001-grow-the-pool.patch'
  expect(made).toEqual({ attachment, files: ['pool.conf'], insertions: 1, deletions: 0 })
  const check = (onto: string) => casebench(dataDir, 'patch', 'check', ref, attachment, '--onto', onto)
  const other = join(folder.path, 'other')
  mkdirSync(other)
  expect(await check(other)).toEqual({ applies: true, conflicts: [] })
  writeFileSync(join(other, 'pool.conf'), 'size=8\n')
  expect(await check(other)).toEqual({ applies: false, conflicts: ['pool.conf'] })
  expect(await check('HEAD')).toEqual({ applies: true, conflicts: [] })
  await casebench(dataDir, 'patch', 'step', ref, attachment, 'sent', '--url', 'https://example.org/1')
  expect(await casebench(dataDir, 'patch', 'list', ref)).toMatchObject({
    patches: [{ name: attachment, state: 'sent', insertions: 1 }],
  })
  expect(await casebench(dataDir, 'patch', 'show', ref, attachment)).toMatchObject({
    steps: [{ state: 'draft' }, { state: 'sent', url: 'https://example.org/1' }],
    commits: [{ files: [{ path: 'pool.conf', status: 'added' }] }],
  })
  expect(await casebench(dataDir, 'patch', 'apply', ref, attachment)).toEqual({
    applied: ['pool.conf'],
    conflicts: [],
  })
})
