import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { requireNode } from '../node-version.ts'
import { repositoryRoot } from '../repository.ts'
import { type Part, stamped } from './fresh.ts'
import { programConfigs } from './programs.ts'
import { rendererConfig } from './renderer.ts'

const buildRenderer = async (): Promise<void> => {
  await build(rendererConfig)
}

const buildPrograms = async (): Promise<void> => {
  for (const folder of ['dist/host', 'dist/central', 'dist/electron']) {
    rmSync(join(repositoryRoot, folder), { recursive: true, force: true })
  }
  for (const config of programConfigs(repositoryRoot)) await build(config)
}

const builders: Record<Part, () => Promise<void>> = { renderer: buildRenderer, programs: buildPrograms }

const buildPart = async (part: Part): Promise<void> => {
  const began = performance.now()
  await stamped(repositoryRoot, part, builders[part])
  console.log(`Built the ${part} in ${((performance.now() - began) / 1000).toFixed(1)} s.`)
}

requireNode('npm run build')
// A test runner names its own surroundings, and React would come along with everything that development needs.
process.env.NODE_ENV = 'production'
const named = process.argv[2]
try {
  for (const part of ['renderer', 'programs'] as const) {
    if (named === undefined || named === part) await buildPart(part)
  }
} catch (error) {
  // The message shows the place in the source; the stack is the bundler's own.
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
