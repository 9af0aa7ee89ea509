import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseArguments, profileDir } from './argv.ts'

const cwd = resolve('/somewhere')
const plain = { cwd, env: {} }

test('without --data the host chooses the folder', () => {
  expect(parseArguments(['casebench'], plain)).toEqual({ ok: true, dataDir: undefined })
})

test('both spellings, among switches that Chromium adds', () => {
  const dataDir = join(cwd, 'bench')
  expect(parseArguments(['casebench', '--data', 'bench'], plain)).toEqual({ ok: true, dataDir })
  expect(parseArguments(['casebench', '--no-sandbox', '--data=bench', '--flag'], plain)).toEqual({
    ok: true,
    dataDir,
  })
})

test('an absolute folder stays; the last one wins', () => {
  const last = resolve('/data/b')
  expect(parseArguments(['x', '--data=/data/a', '--data', last], plain)).toEqual({ ok: true, dataDir: last })
})

test('the environment names the folder where the command line does not', () => {
  const told = { cwd, env: { CASEBENCH_DATA: 'from-env' } }
  expect(parseArguments(['x'], told)).toEqual({ ok: true, dataDir: join(cwd, 'from-env') })
  expect(parseArguments(['x', '--data=here'], told)).toEqual({ ok: true, dataDir: join(cwd, 'here') })
  expect(parseArguments(['x'], { cwd, env: { CASEBENCH_DATA: '' } })).toEqual({
    ok: true,
    dataDir: undefined,
  })
})

test('one folder has one name', () => {
  expect(parseArguments(['x', '--data', 'a/../b/'], plain)).toEqual({ ok: true, dataDir: join(cwd, 'b') })
})

test.each([[['--data']], [['--data', '--other']], [['--data=']], [['--data=a\0b']]])(
  'a missing or impossible folder is said: %j',
  (argv) => {
    expect(parseArguments(argv, plain)).toMatchObject({
      ok: false,
      message: expect.stringContaining('--data'),
    })
  },
)

test('each data folder has its own profile, always the same, and never beside the data', () => {
  const of = (dataDir?: string) => profileDir('/appdata', dataDir)
  expect(of('/a')).toBe(of('/a'))
  expect(new Set([of(), of('/a'), of('/b')]).size).toBe(3)
  expect(
    of()
      .toLowerCase()
      .startsWith(join('/appdata', 'casebench', '/')),
  ).toBe(false)
})
