import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { services } from '../../shared/contract/index.ts'
import { requireNode } from '../node-version.ts'
import { repositoryRoot } from '../repository.ts'
import { shippedPackages } from './bundled.ts'
import { contract } from './contract.ts'
import { layers } from './layers.ts'
import { lengths } from './lengths.ts'
import { licences } from './licences.ts'
import { lockfile } from './lockfile.ts'
import { looseEnds } from './loose-ends.ts'
import { readSourceTree } from './source-tree.ts'
import { tool } from './tool.ts'

interface Finding {
  problems: string[]
  /** What was measured, for the line of a check that passed. */
  measured?: string
  noted?: string[]
}

type Check = () => Finding | Promise<Finding>

requireNode('npm run check')
const read = (path: string): string => readFileSync(join(repositoryRoot, path), 'utf8')
const files = readSourceTree(repositoryRoot)
const manifest = JSON.parse(read('package.json'))

const checks: Record<string, Check> = {
  types: async () => ({ problems: await tool('tsc', ['-b', '--pretty', 'false']) }),
  style: async () => ({ problems: await tool('biome', ['check', '--max-diagnostics=100']) }),
  layers: () => ({ problems: layers(files, manifest), measured: `${files.length} files` }),
  lengths: () => {
    const found = lengths(files)
    return { ...found, measured: `median ${found.median} lines, p95 ${found.p95}` }
  },
  'loose ends': () => ({ problems: looseEnds(files) }),
  contract: () => ({ problems: contract(files, services) }),
  unused: async () => ({ problems: await tool('knip', ['--no-progress', '--treat-config-hints-as-errors']) }),
  licences: () => {
    const found = licences(repositoryRoot, shippedPackages(files, manifest))
    return { ...found, measured: `${found.packages} packages` }
  },
  lockfile: () => ({ problems: lockfile(read('package-lock.json')) }),
}

const report = (name: string, { problems, measured, noted = [] }: Finding): void => {
  const verdict = problems.length === 0 ? 'ok' : 'FAILED'
  console.log(`${name.padEnd(11)} ${verdict}${measured ? `, ${measured}` : ''}`)
  for (const line of [...problems, ...noted].flatMap((text) => text.split('\n'))) console.log(`  ${line}`)
}

let failed = 0
for (const [name, check] of Object.entries(checks)) {
  const finding = await check()
  report(name, finding)
  failed += finding.problems.length > 0 ? 1 : 0
}
console.log(failed === 0 ? 'All checks passed.' : `${failed} of ${Object.keys(checks).length} checks failed.`)
process.exitCode = failed === 0 ? 0 : 1
