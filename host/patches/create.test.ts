import { execFileSync } from 'node:child_process'
import { cpSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ChangedFile } from '../../shared/contract/patches.ts'
import { customersFiles, patchBench } from '../../test/support/patch-bench.ts'
import { undo } from '../operations/history.ts'
import { timelineOf } from '../timeline/read.ts'
import { listPatches } from './rows.ts'

type Bench = Awaited<ReturnType<typeof patchBench>>

const create = (at: Bench, message: string, more: Partial<Parameters<Bench['service']['create']>[0]> = {}) =>
  at.service.create(
    { caseId: at.caseId, message, base: 'baseline', branch: '', selection: [], ...more },
    at.context,
  )

const changes = async (at: Bench): Promise<ChangedFile[]> => {
  const leaving = new AbortController()
  const stream = at.service.watchChanges(
    { caseId: at.caseId, against: 'baseline' },
    { ...at.context, signal: leaving.signal },
  )
  for await (const { files } of stream) {
    leaving.abort()
    return files as ChangedFile[]
  }
  throw new Error('No answer')
}

const edited = (customersFiles['conf/server.conf'] ?? '')
  .replace('line 2\n', 'line two\n')
  .replace('line 38\n', 'line 38b\n')

test('a series carries the case and the sign-off, applies with git am, and touches nothing of the user', async () => {
  await using at = await patchBench()
  at.write('conf/server.conf', edited)
  at.write('notes/ünïcode name.txt', 'new\n')
  at.run('mv', 'src/Pool.java', 'src/Pond.java')
  const before = [
    at.run('status', '--porcelain'),
    at.run('count-objects', '-v'),
    at.run('log', '--format=%H', '--all'),
  ]
  const { patch, step, insertions, deletions, eventId } = await create(
    at,
    'Close what was borrowed\n\nIt leaked.',
  )
  expect([
    at.run('status', '--porcelain'),
    at.run('count-objects', '-v'),
    at.run('log', '--format=%H', '--all'),
  ]).toEqual(before)
  expect({ insertions, deletions }).toEqual({ insertions: 3, deletions: 2 })
  expect(patch).toMatchObject({
    title: 'Close what was borrowed',
    base: at.baseline,
    steps: [{ state: 'draft' }],
    series: { name: '0001-close-what-was-borrowed.patch' },
  })
  const text = at.bytesOf(patch.series.sha256).toString()
  expect(text).toMatch(/It leaked\.\n\nCase: CB-1001\nSigned-off-by: Ada <ada@casebench\.invalid>\n/)
  expect(text).toContain(`base-commit: ${at.baseline}`)

  const clone = join(at.root, 'clone')
  execFileSync('git', ['clone', '-q', at.workspace, clone], { env: at.env })
  writeFileSync(join(at.root, 'series.patch'), at.bytesOf(patch.series.sha256))
  execFileSync(
    'git',
    ['-c', 'user.name=B', '-c', 'user.email=b@c', 'am', '-q', join(at.root, 'series.patch')],
    {
      cwd: clone,
      env: at.env,
    },
  )
  expect(at.read('notes/ünïcode name.txt', clone)).toBe('new\n')
  expect(readdirSync(join(clone, 'src'))).toEqual(['Pond.java'])

  const events = (await at.database.read(timelineOf, { caseId: at.caseId, limit: 10 })).events
  expect(events.at(-1)).toMatchObject({
    id: eventId,
    kind: 'patch',
    detail: { type: 'patch', patchId: patch.id },
  })
  await at.database.write(undo, { step: step ?? 0 })
  expect(await at.database.read(listPatches, { caseId: at.caseId })).toEqual([])
  expect((await at.database.read(timelineOf, { caseId: at.caseId, limit: 10 })).events).toHaveLength(
    events.length - 1,
  )
})

test('one hunk of two, and one of two files, are taken as they are chosen', async () => {
  await using at = await patchBench()
  at.write('conf/server.conf', edited)
  at.write('src/Pool.java', 'class Pool {\n  int size = 9;\n}\n')
  const files = await changes(at)
  const conf = files.find(({ path }) => path === 'conf/server.conf')
  expect(conf?.hunks).toHaveLength(2)
  const second = conf?.hunks?.[1]
  const selection = [{ path: 'conf/server.conf', hunks: [second?.id ?? ''] }]
  const { patch } = await create(at, 'Second only', { selection, branch: '10.1.x' })
  expect(patch.files).toEqual([{ path: 'conf/server.conf', insertions: 1, deletions: 1 }])
  expect(patch.series.name).toBe('10.1.x-0001-second-only.patch')
  const { commits } = await at.service.read({ sha256: patch.series.sha256 }, at.context)
  expect(commits).toMatchObject([
    {
      subject: 'Second only',
      files: [{ hunks: [{ lines: expect.arrayContaining(['-line 38', '+line 38b']) }] }],
    },
  ])
  at.write('conf/server.conf', edited.replace('line 38b', 'line 38c'))
  await expect(create(at, 'Too late', { selection })).rejects.toMatchObject({ code: 'changed' })
})

test('without a change, a workspace, a revision or git there is a sentence and no patch', async () => {
  await using at = await patchBench()
  await expect(create(at, 'Nothing')).rejects.toMatchObject({ code: 'empty' })
  await expect(create(at, 'Nowhere', { base: 'v9.9' })).rejects.toMatchObject({ code: 'not-found' })
  await using without = await patchBench(join(at.root, 'no-such-git'))
  without.write('new.txt', 'new\n')
  await expect(create(without, 'No git')).rejects.toMatchObject({
    code: 'no-git',
    message: expect.stringContaining('install git'),
  })
})

test('untracked, deleted, binary and unmerged files are told, and again when they change', async () => {
  await using at = await patchBench()
  at.write('new.bin', 'a\0b')
  at.run('rm', '-q', 'windows.ini')
  expect((await changes(at)).map(({ path, status, binary }) => [path, status, binary])).toEqual([
    ['new.bin', 'added', true],
    ['windows.ini', 'deleted', false],
  ])
  const leaving = new AbortController()
  const stream = at.service.watchChanges(
    { caseId: at.caseId, against: 'HEAD' },
    { ...at.context, signal: leaving.signal },
  )
  let seen = 0
  for await (const { files } of stream) {
    seen += 1
    if (seen === 1) at.write('later.txt', 'later\n')
    else if (files.some(({ path }) => path === 'later.txt')) break
  }
  leaving.abort()
  expect(seen).toBeGreaterThan(1)
})

test('what a repository of a customer sets up is never started', async () => {
  await using at = await patchBench()
  const sprung = join(at.root, 'sprung')
  const trap = join(at.root, 'trap')
  writeFileSync(trap, `#!/bin/sh\ntouch '${sprung}'\ncat\n`, { mode: 0o755 })
  at.write('.gitattributes', '* filter=bad diff=bad merge=bad\n')
  cpSync(trap, join(at.workspace, '.git', 'hooks', 'pre-commit'))
  for (const key of [
    'filter.bad.clean',
    'filter.bad.process',
    'diff.external',
    'diff.bad.textconv',
    'merge.bad.driver',
  ])
    at.run('config', key, trap)
  at.write('src/Pool.java', 'class Pool {}\n')
  const { patch } = await create(at, 'Trapped')
  await at.service.check(
    { caseId: at.caseId, sha256: patch.series.sha256, onto: { folder: at.workspace } },
    at.context,
  )
  expect(readdirSync(at.root)).not.toContain('sprung')
})

test('a file that changed within the second in which it was added is told, though it is as long as before', async () => {
  await using at = await patchBench()
  at.write('windows.ini', 'a=1\r\nb=3\r\nc=3\r\n')
  expect((await changes(at)).map(({ path }) => path)).toEqual(['windows.ini'])
})
