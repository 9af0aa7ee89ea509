import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'vite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { programConfigs } from './programs.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'programs-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const write = (tree: Record<string, string>): void => {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const bundle = async (): Promise<void> => {
  for (const config of programConfigs(root)) await build(config)
}

test('a bundled host finds its worker thread, its files, package.json and the renderer', async () => {
  write({
    'package.json': '{ "type": "module", "version": "1.2.3" }',
    'dist/renderer/index.html': 'the renderer',
    'shared/word.ts': `export const word: string = 'shared'`,
    'host/search/worker.ts': `import { parentPort } from 'node:worker_threads'
      import { word } from '../../shared/word.ts'
      parentPort?.postMessage('worker knows ' + word)`,
    'host/search/pool.ts': `import { Worker } from 'node:worker_threads'
      export const start = () => new Worker(new URL('./worker.ts', import.meta.url))`,
    'host/desk/cases/one.json': 'one case',
    'host/desk/files.ts': `export const folder = new URL('./cases/', import.meta.url)`,
    'host/entry/serve.ts': `import { readFileSync } from 'node:fs'
      import { extname } from 'node:path'
      import { Worker } from 'node:worker_threads'
      import { word } from '../../shared/word.ts'
      import { start } from '../search/pool.ts'
      import { folder } from '../desk/files.ts'
      const read = (url: URL) => readFileSync(url, 'utf8')
      console.log(word, read(new URL('one.json', folder)))
      console.log(JSON.parse(read(new URL('../../package.json', import.meta.url))).version)
      console.log(read(new URL('../../dist/renderer/index.html', import.meta.url)))
      start().on('message', (text: string) => console.log(text))
      new Worker(new URL(\`./\${'index'}-thread\${extname(import.meta.url)}\`, import.meta.url))`,
    'host/entry/index-thread.ts': `console.log('thread found by name')`,
  })
  await bundle()
  for (const source of ['host', 'shared']) rmSync(join(root, source), { recursive: true })
  const output = execFileSync(process.execPath, [join(root, 'dist/host/serve.js')], { encoding: 'utf8' })
  const lines = output.trim().split('\n')
  expect(lines.slice(0, 3)).toEqual(['shared one case', '1.2.3', 'the renderer'])
  expect(lines.slice(3).toSorted()).toEqual(['thread found by name', 'worker knows shared'])
})

test('a bundled CommonJS package that asks where it is gets an answer', async () => {
  write({
    'package.json': '{ "type": "module" }',
    'node_modules/old/package.json': '{ "name": "old" }',
    'node_modules/old/index.js': `module.exports = [__dirname, typeof __filename]`,
    'host/entry/serve.ts': `import old from 'old'\nconsole.log(old.join())`,
  })
  await bundle()
  const output = execFileSync(process.execPath, [join(root, 'dist/host/serve.js')], { encoding: 'utf8' })
  expect(output).toBe(`${join(realpathSync(root), 'dist/host')},string\n`)
})

test('the preload is one CommonJS file, and native packages and Electron stay outside', async () => {
  write({
    'package.json': '{ "type": "module" }',
    'shared/word.ts': `export const word = 'from shared'`,
    'electron/preload/preload.ts': `import { contextBridge } from 'electron'
      import { word } from '../../shared/word.ts'
      contextBridge.exposeInMainWorld('bench', { word })`,
    'host/entry/cli.ts': `import Database from 'better-sqlite3'\nconsole.log(typeof Database)`,
  })
  await bundle()
  const preload = readFileSync(join(root, 'dist/electron/preload.cjs'), 'utf8')
  expect(preload).toMatch(/require\(["']electron["']\)/)
  expect(preload).toContain('from shared')
  expect(preload).not.toMatch(/^import /m)
  expect(readFileSync(join(root, 'dist/host/cli.js'), 'utf8')).toMatch(/from ["']better-sqlite3["']/)
  expect(existsSync(join(root, 'dist/electron/main.js'))).toBe(false)
})
