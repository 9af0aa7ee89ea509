import { chmodSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test, vi } from 'vitest'
import { tarOf } from '../../../test/support/archives.ts'
import { workspaceBench } from '../../../test/support/workspace-bench.ts'

// The real git checks what was made; a busy machine takes its time over that. Milliseconds.
vi.setConfig({ testTimeout: 60_000 })

/** A PATH on which no program is. */
const path = '/nonexistent'

const archive = gzipSync(
  tarOf([
    { name: 'logs/app.log', text: 'crash\r\n' },
    { name: 'logs/latest', type: '2', target: 'app.log' },
    { name: 'logs.txt', text: 'sorted before the folder\n' },
    { name: 'logs-old/a', text: '' },
    { name: 'run.sh', text: '#!/bin/sh\n', mode: 0o755 },
    { name: 'grüße "x"\\y.txt', text: 'ü\n' },
    { name: '.gitignore', text: '*.log\n' },
    { name: '.gitattributes', text: '* text=auto eol=lf filter=x\n' },
    { name: 'large.bin', text: 'x'.repeat(5 * 1024 * 1024) },
  ]),
)

test('a workspace made without git holds the very tree that git makes, and git finds nothing wrong with it', async () => {
  using real = await workspaceBench()
  await real.attach('bundle.tar.gz', archive)
  const made = await real.unpacked()
  using at = await workspaceBench({ path })
  await at.attach('bundle.tar.gz', archive)
  const { tree, path: folder, commit, refused } = await at.unpacked()
  expect(refused).toEqual([])
  expect(tree).toEqual(made.tree)
  expect(await at.open()).toMatchObject({
    baseline: commit,
    head: commit,
    branch: 'main',
    changed: 0,
    problem: '',
    notice: expect.stringContaining('Git was not found on this machine'),
  })
  expect(at.git(folder, 'fsck', '--full', '--strict')).toBe('')
  expect(at.git(folder, 'rev-parse', 'refs/casebench/customer^{tree}')).toBe(
    real.git(made.path, 'rev-parse', 'refs/casebench/customer^{tree}'),
  )
  expect(at.git(folder, 'ls-files', '-s')).toBe(real.git(made.path, 'ls-files', '-s'))
  expect(at.git(folder, 'for-each-ref', '--format=%(refname)')).toBe(
    real.git(made.path, 'for-each-ref', '--format=%(refname)'),
  )
  expect(at.git(folder, 'log', '--format=%B')).toBe(real.git(made.path, 'log', '--format=%B'))
  expect(at.git(folder, 'status', '--porcelain')).toBe('')
})

test('what changes is told without git as with it, and a second archive keeps what the user did', async () => {
  using at = await workspaceBench({ path })
  await at.attach('bundle.tar.gz', archive)
  const { path: folder } = await at.unpacked()
  writeFileSync(join(folder, 'logs.txt'), 'mine\n')
  writeFileSync(join(folder, 'new.txt'), 'new\n')
  writeFileSync(join(folder, 'other.log'), 'ignored\n')
  rmSync(join(folder, 'run.sh'))
  rmSync(join(folder, 'logs/latest'))
  symlinkSync('nowhere', join(folder, 'logs/latest'))
  chmodSync(join(folder, 'logs-old/a'), 0o755)
  expect(await at.open()).toMatchObject({ changed: 5 })
  at.git(folder, 'commit', '-q', '-a', '-m', 'Mine')
  expect(await at.open()).toMatchObject({ changed: 1 })
  const more = await at.attach('more.tar', tarOf([{ name: 'more.txt', text: 'more\n' }]))
  const { tree } = await at.unpacked({ files: [more] })
  expect(tree).toMatchObject({ 'logs.txt': 'mine\n', 'more/more.txt': 'more\n', 'new.txt': 'new\n' })
  expect(at.git(folder, 'fsck', '--full', '--strict')).toBe('')
  expect(at.git(folder, 'status', '--porcelain')).toBe('?? new.txt\n')
  expect(at.git(folder, 'log', '-1', '--format=%s %p').trim().split(' ')).toHaveLength(8)
})

test('a repository of git, packed, with a branch and a tag, is opened and unpacked into', async () => {
  using at = await workspaceBench({ path })
  const folder = join(at.folder, 'chosen')
  at.git(at.folder, 'init', '-q', '-b', 'trunk', folder)
  writeFileSync(join(folder, 'a.txt'), 'a')
  at.git(folder, 'add', '-A')
  at.git(folder, 'commit', '-q', '-m', 'Source')
  at.git(folder, 'gc', '-q')
  at.git(folder, 'pack-refs', '--all')
  const head = at.git(folder, 'rev-parse', 'HEAD').trim()
  expect(await at.open(folder)).toMatchObject({ head, branch: 'trunk', changed: 0, problem: '' })
  await at.attach('bundle.tar.gz', archive)
  expect((await at.unpacked()).tree).toMatchObject({ 'a.txt': 'a', 'logs/app.log': 'crash\r\n' })
  expect(at.git(folder, 'fsck', '--full', '--strict')).toBe('')
  expect(at.git(folder, 'status', '--porcelain')).toBe('')
})

test('a repository in a format of its own is left to git', async () => {
  using at = await workspaceBench({ path })
  const folder = join(at.folder, 'chosen')
  at.git(at.folder, 'init', '-q', '--object-format=sha256', folder)
  await expect(at.open(folder)).rejects.toMatchObject({ code: 'no-git' })
})
