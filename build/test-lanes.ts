import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestPlan } from './test-plan.ts'

/** One start of a test runner. */
export interface Step {
  /** Names its count and its folder. */
  name: string
  runner: 'vitest' | 'playwright'
  options: readonly string[]
  /** Whether it runs in a network of its own. */
  apart?: true
}

export interface Journeys {
  /** Files of journeys that need the container engine. */
  engine: readonly string[]
  others: readonly string[]
}

/** The journeys of a folder; which of them need the engine is told by the `test` that they import. */
export const journeysIn = (root: string, folder: string): Journeys => {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.spec.ts'))
  const { engine = [], others = [] } = Object.groupBy(
    files.toSorted().map((name) => `${folder}/${name}`),
    (path) => (readFileSync(join(root, path), 'utf8').includes('/engine/journey.ts') ? 'engine' : 'others'),
  )
  return { engine, others }
}

/**
 * What runs beside what: journeys and the engine's tests wait more than they work. What uses the one container engine
 * runs one after another; the other journeys run beside it where they can be `apart` from its networks, else after it.
 */
export const lanesOf = (plan: TestPlan, journeys: Journeys, apart: boolean): Step[][] => {
  const vitest = (name: string, projects: readonly string[]): Step[] =>
    projects.length === 0
      ? []
      : [{ name, runner: 'vitest', options: projects.flatMap((one) => ['--project', one]) }]
  const playwright = (name: string, files: readonly string[]): Step[] =>
    !plan.e2e || files.length === 0 ? [] : [{ name, runner: 'playwright', options: files }]
  const { engine, others } = journeys
  return [
    vitest(
      'vitest',
      plan.projects.filter((project) => project !== 'engine'),
    ),
    [
      ...vitest(
        'vitest-engine',
        plan.projects.filter((project) => project === 'engine'),
      ),
      ...playwright('playwright-engine', apart ? engine : [...engine, ...others]),
    ],
    playwright('playwright', apart ? others : []).map((step) => ({ ...step, apart: true as const })),
  ].filter((lane) => lane.length > 0)
}
