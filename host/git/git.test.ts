import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { GitFailure } from './failure.ts'
import { openGit } from './git.ts'
import { identityOf } from './identity.ts'

const made = async () => {
  const temporary = temporaryFolder()
  const folder = join(temporary.path, 'workspace')
  mkdirSync(folder)
  const env = { ...process.env, HOME: temporary.path, XDG_CONFIG_HOME: temporary.path }
  const git = openGit({ env })
  await git.run({ folder, args: ['init', '-q'], repository: false })
  const identity = await identityOf(git, folder, { name: 'Ada <x>\n', email: '' })
  return { temporary, folder, git, identity, env, [Symbol.dispose]: () => temporary[Symbol.dispose]() }
}

test('commits are by the person of the bench where git knows nobody, and by whom git knows where it does', async () => {
  using at = await made()
  expect(at.identity).toMatchObject({
    GIT_AUTHOR_NAME: 'Ada x',
    GIT_COMMITTER_EMAIL: 'ada.x@casebench.invalid',
  })
  await at.git.run({ ...at, args: ['commit', '-q', '--allow-empty', '-m', 'First'], env: at.identity })
  expect(await at.git.text({ ...at, env: {}, args: ['log', '--format=%an %s'] })).toBe('Ada x First')
  writeFileSync(join(at.temporary.path, '.gitconfig'), '[user]\nname = Grace\nemail = g@example.org\n')
  expect(await identityOf(at.git, at.folder, { name: 'Ada', email: '' })).toMatchObject({
    GIT_AUTHOR_NAME: 'Grace',
    GIT_AUTHOR_EMAIL: 'g@example.org',
  })
})

test('programs that a hostile repository names are never started', async () => {
  using at = await made()
  const { folder, git, identity } = at
  const trap = join(at.temporary.path, 'trap')
  const sprung = join(at.temporary.path, 'sprung')
  writeFileSync(trap, `#!/bin/sh\necho "$0 $@" >> '${sprung}'\ncat 2>/dev/null\n`)
  chmodSync(trap, 0o755)
  const hooks = join(folder, '.git', 'hooks')
  mkdirSync(hooks, { recursive: true })
  for (const hook of [
    'pre-commit',
    'post-commit',
    'post-checkout',
    'post-index-change',
    'reference-transaction',
  ])
    symlinkSync(trap, join(hooks, hook))
  writeFileSync(
    join(folder, '.git', 'more'),
    `[filter "more"]\nclean = ${trap}\nsmudge = ${trap}\nrequired = true\n`,
  )
  writeFileSync(
    join(folder, '.git', 'config'),
    `[core]\nfsmonitor = ${trap}\nhooksPath = ${hooks}\nsshCommand = ${trap}\npager = ${trap}\neditor = ${trap}
worktree = /etc
[include]\npath = more
[filter "Bad=one"]\nclean = ${trap}\nsmudge = ${trap}\nprocess = ${trap}\nrequired = true
[diff]\nexternal = ${trap}
[diff "bad"]\ncommand = ${trap}\ntextconv = ${trap}
[merge "bad"]\ndriver = ${trap}
[gpg]\nprogram = ${trap}\n[commit]\ngpgSign = true\n[log]\nshowSignature = true\n`,
  )
  writeFileSync(join(folder, '.gitattributes'), '*.a filter=Bad=one diff=bad merge=bad\n*.b filter=more\n')
  writeFileSync(join(folder, 'x.a'), 'one\n')
  writeFileSync(join(folder, 'x.b'), 'one\n')
  const run = (...args: string[]) => git.run({ folder, args, env: identity, exitCodes: [0, 1] })
  await run('add', '-A')
  await run('commit', '-q', '-m', 'One')
  writeFileSync(join(folder, 'x.a'), 'two\n')
  await run('diff', '--', 'x.a')
  await run('log', '-p')
  await run('show', 'HEAD')
  await run('status')
  await run('checkout', '-q', '-b', 'side')
  await run('commit', '-q', '-a', '-m', 'Two')
  await run('checkout', '-q', 'main')
  writeFileSync(join(folder, 'x.a'), 'three\n')
  await run('commit', '-q', '-a', '-m', 'Three')
  await run('merge', '-q', 'side')
  expect(existsSync(sprung)).toBe(false)
  expect(await git.text({ folder, args: ['ls-files'] })).toContain('x.b')
  // The trap does spring for a git that is not ours.
  execFileSync('git', ['status'], { cwd: folder, env: { ...at.env, GIT_WORK_TREE: folder } })
  expect(existsSync(sprung)).toBe(true)
})

test('a folder without a repository is not taken for the one above it', async () => {
  using at = await made()
  const inner = join(at.folder, 'inner')
  mkdirSync(inner)
  await expect(at.git.text({ folder: inner, args: ['rev-parse', '--git-dir'] })).rejects.toBeInstanceOf(
    GitFailure,
  )
})

test('a missing git, a vanished folder, a lock, a flood and a caller who left are each told apart', async () => {
  using at = await made()
  const { folder, git } = at
  const none = openGit({ binary: join(at.temporary.path, 'no-git') })
  await expect(none.run({ folder, args: ['merge', 'x'] })).rejects.toMatchObject({ code: 'no-git' })
  await expect(git.run({ folder: join(folder, 'gone'), args: ['status'] })).rejects.toMatchObject({
    code: 'vanished',
  })
  writeFileSync(join(folder, 'a'), 'a')
  writeFileSync(join(folder, '.git', 'index.lock'), '')
  await expect(git.run({ folder, args: ['add', 'a'] })).rejects.toMatchObject({ code: 'busy' })
  await expect(git.run({ folder, args: ['help', '-a'], outputAtMost: 10 })).rejects.toMatchObject({
    code: 'too-large',
  })
  const leaving = new AbortController()
  async function* endless() {
    leaving.abort()
    for (;;) yield await new Promise<string>((resolve) => setImmediate(resolve, 'x'))
  }
  const hashing = git.run({
    folder,
    args: ['hash-object', '--stdin'],
    input: endless(),
    signal: leaving.signal,
  })
  await expect(hashing).rejects.toMatchObject({ code: 'cancelled' })
})

test('input and output of any size go through', async () => {
  using at = await made()
  async function* pieces() {
    for (let at = 0; at < 300; at += 1) yield Buffer.alloc(10_000, at)
  }
  const oid = await at.git.text({
    folder: at.folder,
    args: ['hash-object', '-w', '--stdin'],
    input: pieces(),
  })
  let bytes = 0
  for await (const chunk of at.git.stream({ folder: at.folder, args: ['cat-file', 'blob', oid] }))
    bytes += chunk.length
  expect(bytes).toBe(3_000_000)
})
