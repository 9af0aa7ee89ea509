import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './bundle/ensure.ts'
import type { Part } from './bundle/fresh.ts'
import { electronBinary, obtainElectron } from './electron-binary.ts'
import { accompany, becomeNode } from './launch.ts'
import { requireNode } from './node-version.ts'
import { repositoryRoot } from './repository.ts'
import { type Asked, hasDisplay, type Plan, planStart, readStart, usage } from './start-plan.ts'

requireNode('npm start')

const here = (path: string): string => join(repositoryRoot, path)

const stop = (sentence: string): never => {
  console.error(sentence)
  process.exit(1)
}

const asked = (): Asked => {
  try {
    const read = readStart(process.argv.slice(2))
    if (read !== 'help') return read
    console.log(usage)
    process.exit(0)
  } catch (error) {
    return stop(error instanceof Error ? error.message : String(error))
  }
}

// stderr, because with --json stdout belongs to the shell.
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const built = (part: Part): Promise<void> =>
  ensureBuilt(part, say).catch((error: unknown) =>
    stop(error instanceof Error ? error.message : String(error)),
  )

/** Chromium refuses to start for root unless it is told to do without its sandbox. */
const withoutSandbox = (): string[] => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return []
  say('Root gets no sandbox from Chromium, so the window runs without one. Prefer an ordinary user.')
  return ['--no-sandbox']
}

const open = async (plan: Plan, passed: string[]): Promise<void> => {
  if (plan.shell === 'none') return stop(plan.because)
  await built('renderer')
  if (plan.shell === 'desktop') {
    await built('programs')
    return accompany(plan.binary, [repositoryRoot, ...withoutSandbox(), ...passed])
  }
  if (plan.because !== null) say(plan.because)
  // Compiled code is kept between starts, which the threads of the host feel most.
  process.env.NODE_COMPILE_CACHE ??= here('node_modules/.cache/compiled')
  const opens = hasDisplay(process) && !passed.includes('--json') && !passed.includes('--no-open')
  const options = passed.filter((option) => option !== '--no-open')
  becomeNode(here('build/end-with-parent.ts'), [
    here('host/entry/serve.ts'),
    ...(opens ? ['--open'] : []),
    ...options,
  ])
}

if (!existsSync(here('node_modules/vite'))) stop('The packages are not installed. Run npm ci first.')
const { shell, passed } = asked()
await open(
  await planStart(shell, process, { present: electronBinary, obtain: () => obtainElectron(say) }),
  passed,
)
