import { expect, test } from 'vitest'
import { simulate } from '../support/sync-simulation/run.ts'

/** A run with everything in it: changes of access, restored services, a bad network, and benches that begin again. */
const scenario = { seed: 135, commands: 60 }

const minutes = 60_000

test('a bench may crash before any effect of any exchange', { timeout: 20 * minutes }, async () => {
  const { effects } = await simulate(scenario)
  const kinds = [...new Set(effects)].toSorted()
  expect(kinds).toEqual([
    'hear of a pull',
    'hear of a push',
    'read nextOperations',
    'read pullCursors',
    'send a pull',
    'send a push',
    'write applyPull',
    'write beginAgain',
    'write notePushed',
  ])
  const failed: string[] = []
  for (const [index, effect] of effects.entries())
    try {
      await simulate({ ...scenario, crashAt: index + 1 })
    } catch (error) {
      failed.push(
        `before ${effect} (${index + 1}): ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  process.stdout.write(`${effects.length - failed.length} of ${effects.length} boundaries of effects\n`)
  expect(failed).toEqual([])
})
