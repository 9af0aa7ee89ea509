import { existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { workspaceBench } from '../../test/support/workspace-bench.ts'

// Each test starts git many times; a busy machine takes its time over that. Milliseconds.
vi.setConfig({ testTimeout: 60_000 })

test('a workspace is a repository of its own with one empty commit, and opening it again changes nothing', async () => {
  using at = await workspaceBench()
  const [first, second] = await Promise.all([at.open(), at.open()])
  expect(second).toEqual(first)
  expect(first).toMatchObject({ branch: 'main', state: 'plain', changed: 0, problem: '', baseline: null })
  expect(first.path).toBe(join(at.dataDir, 'workspaces', `CB-1001-${at.caseId.slice(-8)}`))
  expect(at.git(first.path, 'log', '--format=%H %an')).toBe(`${first.head} Ada\n`)
})

test('a chosen folder may be new, empty or a repository, and nothing that mixes with what is kept', async () => {
  using at = await workspaceBench()
  const make = (name: string) => {
    const path = join(at.folder, name)
    mkdirSync(path)
    return path
  }
  const full = make('full')
  writeFileSync(join(full, 'a.txt'), 'a')
  await expect(at.open(full)).rejects.toMatchObject({ code: 'not-empty' })
  expect(existsSync(join(full, '.git'))).toBe(false)
  symlinkSync(make('empty'), join(at.folder, 'link'))
  await expect(at.open(join(at.folder, 'link'))).rejects.toMatchObject({ code: 'refused' })
  symlinkSync(at.dataDir, join(at.folder, 'way'))
  for (const path of [
    join(at.dataDir, 'blobs'),
    at.dataDir,
    at.folder,
    '/',
    join(at.folder, 'way', 'blobs', 'new'),
  ])
    await expect(at.open(path)).rejects.toMatchObject({ code: expect.stringMatching(/refused|not-empty/) })
  const linked = make('linked')
  symlinkSync(join(at.folder, 'empty'), join(linked, '.git'))
  await expect(at.open(linked)).rejects.toMatchObject({ code: 'refused' })

  const source = make('source')
  at.git(source, 'init', '-q', '-b', 'trunk')
  writeFileSync(join(source, 'a.txt'), 'a')
  at.git(source, 'add', '-A')
  at.git(source, 'commit', '-q', '-m', 'Source')
  const head = at.git(source, 'rev-parse', 'HEAD').trim()
  expect(await at.open(source)).toMatchObject({ path: source, head, branch: 'trunk' })
  expect(await at.open()).toMatchObject({ path: source })
  await expect(at.open(join(at.folder, 'empty'))).rejects.toMatchObject({ code: 'exists' })
  await expect(at.open(source, await at.another())).rejects.toMatchObject({ code: 'exists' })
})

test('a window that may not name paths chooses no folder', async () => {
  using at = await workspaceBench()
  const context = { signal: new AbortController().signal, mayNamePaths: false }
  const opening = async () => at.service.open({ caseId: at.caseId, path: join(at.folder, 'x') }, context)
  await expect(opening()).rejects.toMatchObject({ code: 'not-allowed' })
})

test('a missing case is a sentence, and nothing is kept', async () => {
  using at = await workspaceBench()
  const watching = at.watch(AbortSignal.timeout(60_000))[Symbol.asyncIterator]()
  expect((await watching.next()).value).toEqual({ workspace: null })
  await watching.return?.()
  await expect(at.open(undefined, '00000000-0000-7000-8000-000000000000')).rejects.toMatchObject({
    code: 'not-found',
  })
})

test('whoever watches sees the workspace made, changed, in the middle of a merge, and gone', async () => {
  using at = await workspaceBench()
  const stop = new AbortController()
  const states = at.watch(stop.signal)[Symbol.asyncIterator]()
  const next = async () => (await states.next()).value?.workspace
  expect(await next()).toBe(null)
  const { path } = await at.open()
  expect(await next()).toMatchObject({ path, changed: 0 })
  for (const name of ['a', 'b', 'new\nline ü']) writeFileSync(join(path, name), name)
  expect(await next()).toMatchObject({ changed: 3 })
  at.git(path, 'add', '-A')
  at.git(path, 'commit', '-q', '-m', 'One')
  let seen = await next()
  while (seen?.changed !== 0) seen = await next()
  expect(seen).toMatchObject({ problem: '', head: at.git(path, 'rev-parse', 'HEAD').trim() })
  at.git(path, 'checkout', '-q', '-b', 'side')
  writeFileSync(join(path, 'a'), 'side')
  at.git(path, 'commit', '-q', '-a', '-m', 'Side')
  at.git(path, 'checkout', '-q', 'main')
  writeFileSync(join(path, 'a'), 'main')
  at.git(path, 'commit', '-q', '-a', '-m', 'Main')
  expect(() => at.git(path, 'merge', 'side')).toThrow()
  while (seen?.state !== 'merging') seen = await next()
  expect(seen.notice).toContain('git merge --abort')
  expect(seen).toMatchObject({ changed: 1, conflicts: ['a'], problem: '' })
  rmSync(path, { recursive: true })
  while (!seen?.problem.includes('is gone')) seen = await next()
  stop.abort()
  expect((await states.next()).done).toBe(true)
  expect(await at.open()).toMatchObject({ path, problem: '', baseline: null })
})
