import { execFileSync } from 'node:child_process'
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
import { standingOf, takeBack } from './take-back.ts'

const signal = new AbortController().signal

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
      "find . -printf '%p %y %U:%G %m %l ' \\( -type f -exec cat {} \\; -o -true \\) -printf '\\n' | sort",
    ],
    { cwd: root, encoding: 'utf8' },
  )

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
  expect(await takeBack(from, to, { known, signal })).toBe(true)
  expect(all(to)).toBe(all(from))
  expect(statSync(join(to, 'a/b/two')).ino).toBe(kept)
})

test('what cannot be told apart is left for a whole copy', async ({ skip }) => {
  skip(process.platform !== 'linux', 'it is used with engines on Linux only')
  using temporary = temporaryFolder()
  const { from, to, known } = await prepare(temporary.path)
  linkSync(join(to, 'top'), join(to, 'second name'))
  const before = all(to)
  expect(await takeBack(from, to, { known, signal })).toBe(false)
  expect(all(to)).toBe(before)
  expect(await standingOf(to)).toEqual({})
})

test('without knowledge of what stood there every file is copied', async ({ skip }) => {
  skip(process.platform !== 'linux', 'it is used with engines on Linux only')
  using temporary = temporaryFolder()
  const { from, to } = await prepare(temporary.path)
  const before = statSync(join(to, 'top')).ino
  writeFileSync(join(to, 'a/one'), 'x')
  expect(await takeBack(from, to, { known: {}, signal })).toBe(true)
  expect(all(to)).toBe(all(from))
  expect(statSync(join(to, 'top')).ino).not.toBe(before)
})
