import { expect, test } from 'vitest'
import { packingProblems } from './verify.ts'

const binaries = [
  '/node_modules/better-sqlite3/prebuilds/linux-x64.node',
  '/node_modules/@lydell/node-pty-linux-x64/pty.node',
  '/node_modules/@parcel/watcher-linux-x64-glibc/watcher.node',
  '/node_modules/@vscode/ripgrep-linux-x64/bin/rg',
]
const right = [
  '/package.json',
  '/LICENSE',
  '/dist/electron/main.js',
  '/dist/electron/preload.cjs',
  '/dist/host/desktop.js',
  '/dist/host/pty-process.js',
  '/dist/renderer/index.html',
  '/node_modules/better-sqlite3/lib/index.js',
  '/node_modules/@vscode',
  '/node_modules/picomatch/index.js',
  ...binaries,
]
const problems = (archive: string[], unpacked = binaries): string[] =>
  packingProblems(
    {
      archive,
      isUnpacked: (path) => unpacked.includes(path),
      extractTo: () => undefined,
      dispose: () => undefined,
    },
    'linux-x64',
  )

test('the right files pass', () => {
  expect(problems(right)).toEqual([])
})

test.each([
  [
    'a missing program',
    right.filter((path) => !path.endsWith('main.js')),
    '/dist/electron/main.js is missing',
  ],
  [
    'a foreign binary',
    [...right, '/node_modules/better-sqlite3/prebuilds/win32-x64.node'],
    'of another platform',
  ],
  ['another package', [...right, '/node_modules/@scope/tool/index.js'], '@scope/tool was packed'],
  ['a source', [...right, '/host/entry/cli.ts'], '/host/entry/cli.ts is a source'],
  ['the C sources', [...right, '/node_modules/better-sqlite3/deps/sqlite3.c'], 'sqlite3.c is a source'],
])('%s is found', (_what, archive, problem) => {
  expect(problems(archive)).toEqual([expect.stringContaining(problem)])
})

test('a binary that stayed inside the archive is found', () => {
  expect(problems(right, binaries.slice(1))).toEqual([expect.stringContaining('inside the archive')])
})
