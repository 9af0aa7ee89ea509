import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { foundBy } from '../support/sync-simulation/found-by.ts'
import type { Verdict } from '../support/sync-simulation/mutated.ts'
import { harmless, type Mutation, mutations } from '../support/sync-simulation/mutations.ts'

const program = fileURLToPath(new URL('../support/sync-simulation/mutated.ts', import.meta.url))

/** Runs in which a bug must be found. */
const seeds = 80
/** Runs in which a change of nothing must find nothing. */
const quietSeeds = 10
const minutes = 60_000

/** A process of its own for each, since a module is changed before it is loaded. */
const verdictOn = async (mutation: Mutation, runs: number): Promise<Verdict> => {
  const task = JSON.stringify({ mutation, seeds: runs, commands: 200, first: foundBy[mutation.name] })
  const { stdout } = await promisify(execFile)(process.execPath, [program, task], {
    maxBuffer: 16 * 1024 * 1024,
  })
  return JSON.parse(stdout) as Verdict
}

describe('the simulation finds known bugs of sync', () => {
  test('they are as many as were promised, each under a name of its own', () => {
    expect(mutations.length).toBeGreaterThanOrEqual(25)
    expect(new Set(mutations.map(({ name }) => name)).size).toBe(mutations.length)
  })

  test.concurrent.for(mutations)('$name', { timeout: 10 * minutes }, async (mutation) => {
    const { caught, runs } = await verdictOn(mutation, seeds)
    expect(caught, `"${mutation.name}" was not found in ${runs} runs`).not.toBeNull()
  })

  test.concurrent.for(harmless)('and nothing in: $name', { timeout: 10 * minutes }, async (mutation) => {
    const { caught, how } = await verdictOn(mutation, quietSeeds)
    expect(caught, how).toBeNull()
  })
})
