import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { parseArguments, profileDir } from './argv.ts'

const cwd = resolve('/somewhere')

test('without --data the host chooses the folder', () => {
  expect(parseArguments(['casebench'], cwd)).toEqual({ ok: true, dataDir: undefined })
})

test('both spellings, among switches that Chromium adds', () => {
  const dataDir = join(cwd, 'bench')
  expect(parseArguments(['casebench', '--data', 'bench'], cwd)).toEqual({ ok: true, dataDir })
  expect(parseArguments(['casebench', '--no-sandbox', '--data=bench', '--flag'], cwd)).toEqual({
    ok: true,
    dataDir,
  })
})

test('an absolute folder stays; the last one wins', () => {
  const last = resolve('/data/b')
  expect(parseArguments(['x', '--data=/data/a', '--data', last], cwd)).toEqual({ ok: true, dataDir: last })
})

test.each([[['--data']], [['--data', '--other']], [['--data=']], [['--data=a\0b']]])(
  'a missing or impossible folder is said: %j',
  (argv) => {
    expect(parseArguments(argv, cwd)).toMatchObject({ ok: false, message: expect.stringContaining('--data') })
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
