import { join } from 'node:path'
import { repositoryRoot } from '../repository.ts'
import { runStep } from '../run-step.ts'
import { isFresh, type Part } from './fresh.ts'

/**
 * Builds a part of dist/ unless it is there as its sources stand now. In a process of its own, because a build sets
 * variables that what comes after it must not see. Throws a sentence when it cannot be built.
 */
export const ensureBuilt = async (part: Part, say: (line: string) => void): Promise<void> => {
  if (isFresh(repositoryRoot, part)) return
  say(`Building the ${part}: a few seconds, and only after a change.`)
  const build = [join(repositoryRoot, 'build/bundle/build.ts'), part]
  const code = await runStep(process.execPath, build, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (code !== 0)
    throw new Error(`The ${part} could not be built; the reason is above. Your data was not touched.`)
}
