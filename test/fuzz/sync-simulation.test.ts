import { expect, test } from 'vitest'
import { minimise } from '../support/sync-simulation/minimise.ts'
import { simulate } from '../support/sync-simulation/run.ts'

const commands = 200
/** A full run: `CASEBENCH_SIMULATIONS=20000`. */
const runs = Number(process.env.CASEBENCH_SIMULATIONS ?? 500)
/** One failing run again: `CASEBENCH_SEED=17`. */
const only = process.env.CASEBENCH_SEED === undefined ? undefined : Number(process.env.CASEBENCH_SEED)

/** What must have befallen requests, benches and the service somewhere in the runs. */
const troubles = [
  ...['lost', 'answer-lost', 'twice', 'late', 'cut', 'line', 'crash', 'clock years off'],
  ...['access', 'backup', 'restore', 'copy', 'return', 'future', 'draft'],
]

const hours = 12 * 60 * 60 * 1000

/** What a reader of a failure needs: the seed, the commands that it takes, and what is wrong. */
const describeFailure = async (seed: number, error: unknown): Promise<string> => {
  const { kept, error: smallest } = await minimise({ seed, commands }, 60)
  const what = smallest ?? error
  return [
    `seed ${seed} fails with ${kept.length} of ${commands} commands (${kept.join(' ')})`,
    what instanceof Error ? (what.stack ?? what.message) : String(what),
    `again: CASEBENCH_SEED=${seed} npx vitest run test/fuzz/sync-simulation.test.ts`,
  ].join('\n')
}

test(`${only === undefined ? runs : 1} runs of benches, a bad network and the service keep what was promised`, {
  timeout: hours,
}, async () => {
  const [from, to] = only === undefined ? [1, runs] : [only, only]
  const seen = new Map<string, number>()
  for (let seed = from; seed <= to; seed += 1)
    try {
      const happened = await simulate({ seed, commands })
      for (const [what, count] of happened.seen) seen.set(what, (seen.get(what) ?? 0) + count)
    } catch (error) {
      expect.fail(await describeFailure(seed, error))
    }
  if (to - from < 20) return
  for (const what of troubles) expect(seen.get(what) ?? 0, what).toBeGreaterThan(0)
})

/** Beyond those that always run: each found a fault of its own, which is mended. */
const found = [1263, 5341, 14_277, 14_385, 18_609, 20_049]

test.each(found)('seed %i, which found a fault, holds', async (seed) => {
  await simulate({ seed, commands })
})

test('one seed is one run, byte for byte', async () => {
  const traces = await Promise.all(
    [0, 1].map(async () => {
      const lines: string[] = []
      await simulate({ seed: 7, commands, trace: (line) => void lines.push(line) })
      return lines.join('\n')
    }),
  )
  expect(traces[1]).toBe(traces[0])
  expect(traces[0]?.length).toBeGreaterThan(1000)
})
