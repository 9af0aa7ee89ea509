import { spawnSync } from 'node:child_process'
import { existsSync, symlinkSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { patience } from '../support/patience.ts'
import { launcher, startCli, temporaryFolder } from './cli-process.ts'

const majorOf = (program: string) =>
  Number(/^v(\d+)/.exec(spawnSync(program, ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[1])

/** A Node on this machine that the database cannot run on. */
const oldNode = (process.env.PATH ?? '')
  .split(delimiter)
  .map((folder) => join(folder, 'node'))
  .find((program) => existsSync(program) && majorOf(program) < 24)
const noneIsOld = 'every Node on PATH is 24 or newer'

test('starts from an unrelated folder, by its path and through a link', async ({ skip }) => {
  skip(process.platform === 'win32', 'Windows lets few users make links')
  const folder = await temporaryFolder()
  const link = join(folder, 'casebench')
  symlinkSync(launcher, link)
  for (const script of [launcher, link])
    expect(await startCli(['--version'], { script, cwd: folder, input: '' }).ended).toMatchObject({
      code: 0,
      stderr: '',
    })
})

test('npx finds it in the checkout', async () => {
  const root = join(launcher, '..', '..', '..')
  const ended = spawnSync('npx', ['--no', 'casebench', 'show'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  expect(ended.status).toBe(2)
  expect(ended.stderr).toContain('Missing required argument')
})

test('an older Node hands over: streams and exit code are passed on', async ({ skip }) => {
  skip(oldNode === undefined, noneIsOld)
  const folder = await temporaryFolder()
  const data = join(folder, 'data')
  const run = (argv: string[], input = '') =>
    startCli(['--data', data, ...argv], { input, cwd: folder, ...(oldNode ? { node: oldNode } : {}) }).ended
  expect(await run(['new', '--title', 'One', '--json'])).toMatchObject({ code: 0, stderr: '' })
  expect(await run(['note', 'CB-1001', '--lane', 'internal', '-'], 'typed')).toMatchObject({ code: 0 })
  expect(await run(['show', 'CB-9'])).toMatchObject({ code: 1 })
  expect(await run(['nonsense'])).toMatchObject({ code: 2 })
})

test.for([
  ['this Node', process.execPath],
  ['an older Node', oldNode],
] as const)('an interrupt under %s ends it with 130', async ([, node], { skip }) => {
  skip(process.platform === 'win32', 'Windows cannot send an interrupt to one process')
  if (node === undefined) return skip(noneIsOld)
  const folder = await temporaryFolder()
  const env = { TMPDIR: folder }
  const { child, ended } = startCli(['--data', join(folder, 'data'), 'import', '-'], { node, env })
  child.stdin.write('[')
  await expect
    .poll(() => readdir(folder), patience)
    .toContainEqual(expect.stringMatching(/^casebench-stdin-/))
  child.kill('SIGINT')
  expect(await ended).toEqual({
    code: 130,
    stdout: '',
    stderr: 'The import was stopped before it began. Nothing was imported.\n',
  })
  expect((await readdir(folder)).filter((name) => name.startsWith('casebench-stdin-'))).toEqual([])
})
