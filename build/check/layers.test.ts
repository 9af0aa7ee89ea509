import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { layers } from './layers.ts'
import { readSourceTree } from './source-tree.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'layers-'))
})
afterEach(() => rmSync(root, { recursive: true }))

const check = (tree: Record<string, string>): string[] => {
  for (const [path, text] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return layers(readSourceTree(root), { dependencies: { zod: '4', 'better-sqlite3': '13', react: '19' } })
}

test('the drawn arrows pass', () => {
  expect(
    check({
      'shared/domain/case.ts': `import { z } from 'zod'\nexport * from './title.ts'`,
      'host/cases/service.ts': `import type { Case } from '../../shared/domain/case.ts'\nimport fs from 'node:fs'`,
      'host/version.ts': `import about from '../package.json' with { type: 'json' }`,
      'host/search/pool.ts': `new Worker(new URL('./worker.ts', import.meta.url))`,
      'host/cases/service.test.ts': `import { folder } from '../../test/support/folder.ts'\nimport 'vitest'`,
      'renderer/app/main.tsx': `import { useState } from 'react'\nimport '../../shared/domain/case.ts'`,
      'electron/main/main.ts': `import { app } from 'electron'\nimport '../../shared/domain/case.ts'`,
      'electron/main/host.ts': `new URL('../../dist/host/desktop.js', import.meta.url)`,
      'host/entry/casebench.mjs': `await import(existsSync('cli.ts') ? './cli.ts' : '../../dist/host/cli.js')`,
      'test/e2e/all.ts': `import '../../host/cases/service.ts'\nimport '../../renderer/app/main.tsx'`,
    }),
  ).toEqual([])
})

test.each([
  ['shared/a.ts', `import '../host/b.ts'`, 'shared may not import host'],
  ['shared/a.ts', `import { readFileSync } from 'node:fs'`, `shared may not use Node's node:fs`],
  ['renderer/a.ts', `import type { B } from '../host/b.ts'`, 'renderer may not import host'],
  ['renderer/a.ts', `export * from '../central/b.ts'`, 'renderer may not import central'],
  ['renderer/a.ts', `const b = await import('path')`, `renderer may not use Node's path`],
  ['host/a.ts', `export { b } from '../renderer/b.ts'`, 'host may not import renderer'],
  ['host/a.ts', `type B = import('../electron/b.ts').B`, 'host may not import electron'],
  ['host/a.ts', `new Worker(new URL('../renderer/b.ts', import.meta.url))`, 'host may not import renderer'],
  ['host/a.ts', `import { useState } from 'react'`, 'host may not import react, which draws'],
  ['host/a.ts', `import 'vite'`, 'vite is not in dependencies, and host needs it at run time'],
  ['host/a.ts', `import(name)`, 'imports something that only a run can tell'],
  ['host/a.test.ts', `import '../central/b.ts'`, 'host may not import central'],
  ['electron/a.ts', `import '../host/b.ts'`, 'electron may not import host'],
  ['electron/a.ts', `require('../renderer/b.ts')`, 'electron may not import renderer'],
  ['test/a.ts', `import { app } from 'electron'`, 'only electron/ may import electron'],
])('%s: %s is refused', (path, text, problem) => {
  expect(check({ [path]: `// first line\n${text}` })).toEqual([`${path}:2 ${problem}`])
})
