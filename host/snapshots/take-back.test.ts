import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import { planTakeBack, type Standing, standingOf } from './take-back.ts'

const signal = new AbortController().signal

/** Whether it could be taken back by what differs. */
const takeBack = async (from: string, to: string, known: Standing): Promise<boolean> => {
  const plan = await planTakeBack(from, to, { known, signal })
  await plan?.act()
  return plan !== null
}

/** Two folders of the same content, and what stands in the second. */
const prepare = async (folder: string) => {
  const [from, to] = [join(folder, 'from'), join(folder, 'to')]
  for (const path of ['a/b', 'empty', 'gone/deep']) mkdirSync(join(from, path), { recursive: true })
  for (const path of ['top', 'a/one', 'a/b/two', 'gone/deep/three', 'a name with spaces', 'a/kind'])
    writeFileSync(join(from, path), path)
  symlinkSync('one', join(from, 'a/link'))
  chmodSync(join(from, 'a/b'), 0o2750)
  execFileSync('cp', ['-a', from, to])
  return { from, to, known: await standingOf(to) }
}

const all = (root: string) =>
  execFileSync(
    'sh',
    [
      '-c',
      "find . -printf '%p %y %U:%G %m %l %T@ %s %b ' \\( -type f -exec cat {} \\; -o -true \\) -printf '\\n' | sort",
    ],
    { cwd: root, encoding: 'utf8' },
  )

/** The number of setxattr(2), which no program of a small Debian calls for us. */
const setxattr: Partial<Record<string, number>> = { x64: 188, arm64: 5 }

const setAttribute = (path: string): boolean => {
  const script =
    'my ($p, $n, $v) = ("$ARGV[1]\\0", "user.casebench\\0", "x"); exit(syscall($ARGV[0] + 0, $p, $n, $v, 1, 0))'
  return spawnSync('perl', ['-e', script, String(setxattr[process.arch] ?? 0), path]).status === 0
}

test('only what changed is copied, and all is as it was', async ({ skip }) => {
  skip(process.platform !== 'linux', 'it is used with engines on Linux only')
  using temporary = temporaryFolder()
  const { from, to, known } = await prepare(temporary.path)
  const kept = statSync(join(to, 'a/b/two')).ino
  // The same size and the same time: only the kernel knows that it changed.
  const { atime, mtime } = statSync(join(to, 'a/one'))
  writeFileSync(join(to, 'a/one'), 'a/oNe')
  utimesSync(join(to, 'a/one'), atime, mtime)
  writeFileSync(join(to, 'a/more'), 'more')
  rmSync(join(to, 'gone'), { recursive: true })
  rmSync(join(to, 'empty'), { recursive: true })
  writeFileSync(join(to, 'empty'), 'a file now')
  rmSync(join(to, 'a/kind'))
  mkdirSync(join(to, 'a/kind'))
  writeFileSync(join(to, 'a/kind/x'), '')
  rmSync(join(to, 'a/link'))
  symlinkSync('/etc/passwd', join(to, 'a/link'))
  chmodSync(join(to, 'a/b'), 0o777)
  expect(all(to)).not.toBe(all(from))
  expect(await takeBack(from, to, known)).toBe(true)
  expect(all(to)).toBe(all(from))
  expect(statSync(join(to, 'a/b/two')).ino).toBe(kept)
})

test('what is only too much is removed', async ({ skip }) => {
  skip(process.platform !== 'linux', 'it is used with engines on Linux only')
  using temporary = temporaryFolder()
  const { from, to, known } = await prepare(temporary.path)
  writeFileSync(join(to, 'a/more'), 'more')
  expect(await takeBack(from, to, known)).toBe(true)
  expect(all(to)).toBe(all(from))
})

test('what cannot be told apart is left for a whole copy', async ({ skip }) => {
  skip(process.platform !== 'linux', 'it is used with engines on Linux only')
  using temporary = temporaryFolder()
  const { from, to, known } = await prepare(temporary.path)
  linkSync(join(to, 'top'), join(to, 'second name'))
  const before = all(to)
  expect(await takeBack(from, to, known)).toBe(false)
  expect(all(to)).toBe(before)
  expect(await standingOf(to)).toEqual({})
})

test('without knowledge of what stood there all is copied', async ({ skip }) => {
  skip(process.platform !== 'linux', 'it is used with engines on Linux only')
  using temporary = temporaryFolder()
  const { from, to } = await prepare(temporary.path)
  expect(await takeBack(from, to, {})).toBe(false)
})

test.for(['from', 'to'] as const)(
  'a folder with extended attributes (%s) is left for a whole copy',
  async (which, { skip }) => {
    using temporary = temporaryFolder()
    const { from, to, known } = await prepare(temporary.path)
    skip(!setAttribute(join({ from, to }[which], 'a')), 'no extended attribute can be set here')
    expect(await takeBack(from, to, known)).toBe(false)
  },
)

test('names that are not text are left for a whole copy', async ({ skip }) => {
  skip(process.platform !== 'linux', 'it is used with engines on Linux only')
  using temporary = temporaryFolder()
  const { from, to, known } = await prepare(temporary.path)
  writeFileSync(Buffer.concat([Buffer.from(`${to}/`), Buffer.from([0xe4, 0x2d])]), 'x')
  expect(await takeBack(from, to, known)).toBe(false)
})
