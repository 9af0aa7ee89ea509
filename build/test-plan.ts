import { parseArgs } from 'node:util'

const VITEST = ['unit', 'integration', 'fuzz', 'fault', 'engine'] as const
type Project = (typeof VITEST)[number]

export interface TestPlan {
  check: boolean
  /** Vitest projects to run; none skips Vitest. */
  projects: readonly Project[]
  e2e: boolean
}

const usage = `Usage: npm test [-- --only ${['check', ...VITEST, 'e2e'].join('|')}]`

const isProject = (name: string): name is Project => VITEST.some((project) => project === name)

/** What `npm test` is asked to run; everything by default. Throws a sentence. */
export const readTestPlan = (argv: readonly string[]): TestPlan => {
  const { values } = parseArgs({ args: [...argv], options: { only: { type: 'string' } } })
  const { only } = values
  if (only === undefined) return { check: true, projects: VITEST, e2e: true }
  if (only !== 'check' && only !== 'e2e' && !isProject(only))
    throw new Error(`There is no "${only}" to run. ${usage}`)
  return { check: only === 'check', projects: isProject(only) ? [only] : [], e2e: only === 'e2e' }
}
