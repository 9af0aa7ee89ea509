import { existsSync, lstatSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { customersFiles, patchBench } from '../../test/support/patch-bench.ts'

const conf = customersFiles['conf/server.conf'] ?? ''

const madePatch = async (at: Awaited<ReturnType<typeof patchBench>>) => {
  at.write('conf/server.conf', conf.replace('line 20\n', 'line twenty\n'))
  at.write('more/new.txt', 'new\n')
  const { patch } = await at.service.create(
    { caseId: at.caseId, message: 'Twenty', base: 'baseline', branch: '', selection: [] },
    at.context,
  )
  at.run('checkout', '-q', '.')
  at.run('clean', '-qfd')
  return patch.series.sha256
}

test('a series is tried 3-way on a folder without git and on a revision, and neither changes', async () => {
  await using at = await patchBench()
  const sha256 = await madePatch(at)
  const other = join(at.root, 'other')
  at.write('conf/server.conf', conf.replace('line 17\n', 'line seventeen\n'), other)
  const check = (onto: { folder: string } | { revision: string } | { workspaceOf: string }) =>
    at.service.check({ caseId: at.caseId, sha256, onto }, at.context)
  const fits = await check({ folder: other })
  expect(fits).toMatchObject({ applies: true, conflicts: [] })
  expect(fits.results.find(({ path }) => path === 'conf/server.conf')?.text).toContain(
    'line seventeen\nline 18\nline 19\nline twenty\n',
  )
  expect(existsSync(join(other, 'more'))).toBe(false)

  at.write('conf/server.conf', conf.replace('line 20\n', 'line XX\n'), other)
  const fights = await check({ folder: other })
  expect(fights).toMatchObject({ applies: false, conflicts: ['conf/server.conf'] })
  expect(fights.results[0]?.text).toMatch(/<{7} as it stands\nline XX\n={7}\nline twenty\n>{7} the patch/)
  expect(at.read('conf/server.conf', other)).toContain('line XX')

  at.write('conf/server.conf', 'something else\n', other)
  expect(await check({ folder: other })).toMatchObject({ applies: false, conflicts: ['conf/server.conf'] })
  expect(await check({ revision: 'HEAD' })).toMatchObject({ applies: true })
  expect(at.run('status', '--porcelain')).toBe('')
  expect(await check({ workspaceOf: 'CB-1001' })).toMatchObject({ applies: true })
  at.write('conf/server.conf', conf.replace('line 20\n', 'line XX\n'))
  expect(await check({ workspaceOf: 'CB-1001' })).toMatchObject({ conflicts: ['conf/server.conf'] })
  await expect(check({ workspaceOf: 'CB-9' })).rejects.toMatchObject({ code: 'not-found' })
  const may = { ...at.context, mayNamePaths: false }
  await expect(
    at.service.check({ caseId: at.caseId, sha256, onto: { folder: other } }, may),
  ).rejects.toMatchObject({ code: 'not-allowed' })
})

test('applying writes what fits, leaves conflicts in the file, and leaves the index alone', async () => {
  await using at = await patchBench()
  const sha256 = await madePatch(at)
  at.write('conf/server.conf', conf.replace('line 20\n', 'line XX\n'))
  const done = await at.service.apply({ caseId: at.caseId, sha256 }, at.context)
  expect(done).toEqual({ applied: ['more/new.txt'], conflicts: ['conf/server.conf'] })
  expect(at.read('conf/server.conf')).toContain('<<<<<<< as it stands')
  expect(at.run('diff', '--cached', '--name-only')).toBe('')
})

test('a plain diff with LF applies to a file with CR LF, and one with CR LF to a file with LF', async () => {
  await using at = await patchBench()
  const diff =
    '--- old/windows.ini\t2026-01-01\n+++ new/windows.ini\t2026-01-02\n@@ -1,3 +1,3 @@\n a=1\n-b=2\n+b=two\n c=3\n'
  const plain = await at.store(diff)
  expect(await at.service.apply({ caseId: at.caseId, sha256: plain }, at.context)).toMatchObject({
    conflicts: [],
  })
  expect(at.read('windows.ini')).toBe('a=1\r\nb=two\r\nc=3\r\n')
  const java =
    '--- a/src/Pool.java\n+++ b/src/Pool.java\n@@ -1,3 +1,3 @@\n class Pool {\n-  int size = 8;\n+  int size = 9;\n }\n'
  const mailed = await at.store(java.replace(/\n/g, '\r\n'))
  expect(await at.service.apply({ caseId: at.caseId, sha256: mailed }, at.context)).toMatchObject({
    conflicts: [],
  })
  expect(at.read('src/Pool.java')).toBe('class Pool {\n  int size = 9;\n}\n')
})

const added = (path: string, mode = '100644') =>
  `diff --git a/${path} b/${path}\nnew file mode ${mode}\n--- /dev/null\n+++ b/${path}\n@@ -0,0 +1 @@\n+owned\n`

test.each([
  ['a path with ..', added('../../escape'), '../../escape'],
  ['a path with .. inside', added('src/../../escape'), 'src/../../escape'],
  [
    'an absolute path',
    '--- /dev/null\n+++ /tmp/casebench-escape\n@@ -0,0 +1 @@\n+owned\n',
    '/tmp/casebench-escape',
  ],
  ["git's own files", added('.git/config'), '.git/config'],
  ["git's own files below", added('sub/.GIT/hooks/post-checkout'), 'sub/.GIT'],
  ["git's own files as NTFS knows them", added('git~1/config'), 'git~1/config'],
  [
    'a rename into git',
    'diff --git a/src/Pool.java b/.git/x\nsimilarity index 100%\nrename from src/Pool.java\nrename to .git/x\n',
    '.git/x',
  ],
  ['a quoted path', '--- /dev/null\n+++ "b/\\056\\056/escape"\n@@ -0,0 +1 @@\n+owned\n', '../escape'],
  ['a drive', added('C:/escape'), 'C:/escape'],
  ['a link', added('way', '120000'), 'way'],
  ['a link that a later file goes through', added('way', '120000') + added('way/file'), 'way'],
])('%s is refused with its name, and nothing is written', async (_, patch, named) => {
  await using at = await patchBench()
  const sha256 = await at.store(patch)
  const before = at.run('config', '--list', '--local')
  for (const act of [
    () => at.service.apply({ caseId: at.caseId, sha256 }, at.context),
    () => at.service.check({ caseId: at.caseId, sha256, onto: { revision: 'HEAD' } }, at.context),
  ])
    await expect(act()).rejects.toMatchObject({ code: 'refused', message: expect.stringContaining(named) })
  expect(at.run('status', '--porcelain')).toBe('')
  expect(at.run('config', '--list', '--local')).toBe(before)
  expect(existsSync('/tmp/casebench-escape')).toBe(false)
  expect(existsSync(join(at.root, 'bench', 'escape'))).toBe(false)
})

test('nothing is read or written through a link that is in the workspace', async () => {
  await using at = await patchBench()
  const outside = join(at.root, 'outside')
  mkdirSync(outside)
  at.write('secret', 'secret\n', outside)
  symlinkSync(outside, join(at.workspace, 'way'))
  symlinkSync(join(outside, 'secret'), join(at.workspace, 'direct'))
  const through = await at.store(added('way/file'))
  await expect(at.service.apply({ caseId: at.caseId, sha256: through }, at.context)).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining('way/file'),
  })
  const direct = await at.store('--- a/direct\n+++ b/direct\n@@ -1 +1 @@\n-secret\n+owned\n')
  await expect(at.service.apply({ caseId: at.caseId, sha256: direct }, at.context)).rejects.toMatchObject({
    code: 'refused',
  })
  expect(at.read('secret', outside)).toBe('secret\n')
  expect(existsSync(join(outside, 'file'))).toBe(false)
  expect(lstatSync(join(at.workspace, 'direct')).isSymbolicLink()).toBe(true)
})

test('a damaged, an empty and a huge patch are refused with a sentence', async () => {
  await using at = await patchBench()
  const apply = async (text: string) =>
    at.service.apply({ caseId: at.caseId, sha256: await at.store(text) }, at.context)
  await expect(apply('just words\n')).rejects.toMatchObject({ code: 'unreadable' })
  await expect(apply('--- a/x\n+++ b/x\n@@ -1,9 +1,9 @@\n line\n')).rejects.toMatchObject({
    code: 'unreadable',
    message: expect.stringContaining('Line 5'),
  })
  await expect(apply(`${added('x')}${'x'.repeat(33 * 1024 * 1024)}`)).rejects.toMatchObject({
    code: 'too-large',
  })
})
