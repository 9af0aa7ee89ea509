import { chmodSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { patchBench } from '../../../test/support/patch-bench.ts'
import { readAt, readLog } from '../../files/history.ts'
import { openGit } from '../git.ts'

// The real git makes what is looked at; a busy machine takes its time over that. Milliseconds.
vi.setConfig({ testTimeout: 60_000 })

type Bench = Awaited<ReturnType<typeof patchBench>>

const changes = async ({ service, caseId, context }: Bench) => {
  for await (const seen of service.watchChanges({ caseId, against: 'baseline' }, context)) return seen
  throw new Error('No changes were told')
}

const edit = (at: Bench) => {
  at.write(
    'conf/server.conf',
    at.read('conf/server.conf').replace('line 3\n', 'line three\nand more\n').replace('line 40\n', 'line 40'),
  )
  at.write('windows.ini', 'a=1\r\nb=3\r\nc=3\r\n')
  renameSync(join(at.workspace, 'src/Pool.java'), join(at.workspace, 'src/Große "Pool".java'))
  at.write('new.txt', 'new')
  at.write('empty', '')
  at.write('new.bin', 'a\0b')
  at.write('run.sh', 'x\n')
  chmodSync(join(at.workspace, 'run.sh'), 0o755)
  symlinkSync('/etc/passwd', join(at.workspace, 'link'))
  at.write('.gitignore', 'out/\n')
  at.write('out/built', 'x')
}

test('the changes are those that git tells, hunk for hunk', async () => {
  await using real = await patchBench()
  await using at = await patchBench('/no/such/git')
  for (const bench of [real, at]) edit(bench)
  const [told, expected] = [await changes(at), await changes(real)]
  const plain = ({ files }: typeof told) =>
    files.map((file) => ({ ...file, hunks: file.hunks?.map(({ id: _, header: __, ...hunk }) => hunk) }))
  expect(plain(told)).toEqual(plain(expected))
  expect(told.files).toHaveLength(9)
  expect(at.run('status', '--porcelain', '-uall').split('\n')).toHaveLength(10 + 1)
  rmSync(join(at.workspace, 'conf'), { recursive: true })
  expect((await changes(at)).files).toContainEqual(
    expect.objectContaining({ path: 'conf/server.conf', status: 'deleted' }),
  )
})

test('a file and the history are read as they were', async () => {
  await using at = await patchBench()
  at.run('gc', '-q')
  const git = openGit({ env: { PATH: '/nonexistent' } })
  const { signal } = at.context
  for (const revision of [at.baseline, at.baseline.slice(0, 9), 'HEAD', 'main~0'])
    expect(await readAt(git, at.workspace, { path: 'windows.ini', revision, signal })).toMatchObject({
      text: expect.stringMatching(/a=1\r?\nb=2/),
    })
  const missing = { path: 'windows.ini', revision: '../HEAD', signal }
  await expect(readAt(git, at.workspace, missing)).rejects.toMatchObject({ code: 'not-found' })
  const real = openGit({ env: at.env })
  expect(await readLog(git, at.workspace, { limit: 10, signal })).toEqual(
    await readLog(real, at.workspace, { limit: 10, signal }),
  )
})

test('everything else says what it needs git for, and changes nothing', async () => {
  await using at = await patchBench('/no/such/git')
  edit(at)
  const { service, caseId, context } = at
  const before = at.run('status', '--porcelain', '-uall')
  const sha256 = await at.store('--- a/windows.ini\n+++ b/windows.ini\n@@ -1 +1 @@\n-a=1\n+a=2\n')
  const message = 'A change'
  const selection = [{ path: 'windows.ini', hunks: null }]
  const acts: (() => unknown)[] = [
    () => service.create({ caseId, message, base: 'baseline', branch: '', selection: [] }, context),
    () => service.commit({ caseId, message, paths: [] }, context),
    () => service.apply({ caseId, sha256 }, context),
    () => service.check({ caseId, sha256, onto: { revision: 'HEAD' } }, context),
    () => service.discard({ caseId, against: 'HEAD', selection }, context),
  ]
  for (const act of acts)
    await expect((async () => act())()).rejects.toMatchObject({
      code: 'no-git',
      message: expect.stringContaining('a workspace opens'),
    })
  expect(at.run('status', '--porcelain', '-uall')).toBe(before)
  expect(at.read('windows.ini')).toBe('a=1\r\nb=3\r\nc=3\r\n')
  expect(at.run('rev-parse', 'HEAD').trim()).toBe(at.baseline)
})

test('what a hostile repository says leads nowhere else', async () => {
  await using at = await patchBench('/no/such/git')
  const git = openGit({ env: { PATH: '/nonexistent' } })
  const folder = at.workspace
  writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/../../../../out\n')
  const move = git.run({
    folder,
    args: ['update-ref', '-m', 'x', '--stdin'],
    input: `update HEAD ${at.baseline}\n`,
  })
  await expect(move).rejects.toThrow()
  writeFileSync(join(folder, '.git/HEAD'), 'ref: refs/heads/main\n')
  writeFileSync(join(folder, '.git/index'), 'DIRC\0\0\0\x02\xff\xff\xff\xff', 'latin1')
  await expect(git.run({ folder, args: ['status', '--porcelain=v2', '-z'] })).rejects.toThrow('corrupt')
})
