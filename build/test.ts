import './end-with-parent.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../test/support/chromium.ts'
import { ensureBuilt } from './bundle/ensure.ts'
import { requireNode } from './node-version.ts'
import { ownNetwork } from './own-network.ts'
import { closingLines, failedLines, flakyLines, skippedLines, summary } from './report/summary.ts'
import { readTally, type Tally, tallyVariable } from './report/tally.ts'
import { wholeLines } from './report/whole-lines.ts'
import { repositoryRoot } from './repository.ts'
import { runStep } from './run-step.ts'
import { hasDisplay } from './start-plan.ts'
import { journeysIn, lanesOf, type Step } from './test-lanes.ts'
import { readTestPlan, type TestPlan } from './test-plan.ts'

requireNode('npm test')

interface Outcome {
  /** What went wrong outside any single test. */
  broken: string[]
  tallies: Tally[]
  closing: string[]
}

const here = (path: string): string => join(repositoryRoot, path)
const scratch = mkdtempSync(join(tmpdir(), 'casebench-test-'))
process.once('exit', () => rmSync(scratch, { recursive: true, force: true }))

const node = (options: string[]): Promise<number> =>
  runStep(process.execPath, options, { cwd: repositoryRoot, stdio: ['ignore', 'inherit', 'inherit'] })

const reporters = (names: string[]): string[] => names.map((name) => `--reporter=${name}`)

const runners: Record<Step['runner'], (step: Step) => string[]> = {
  vitest: ({ options }) => [
    ...[here('node_modules/vitest/vitest.mjs'), 'run', ...options],
    ...reporters(['default', here('build/report/vitest-tally.ts')]),
  ],
  playwright: ({ name, options }) => [
    ...[here('node_modules/@playwright/test/cli.js'), 'test', ...options],
    // Each start empties its folder.
    `--output=${here(join('test-results', name))}`,
    ...reporters([`dot,${here('build/report/playwright-tally.ts')}`]),
  ],
}

// Journeys show windows where there is a display, and windows take the focus from each other.
const network = hasDisplay(process) ? null : ownNetwork()

/** Runs a test runner in full view, and keeps what it counted and its last lines. */
const runStepOf = async (step: Step, outcome: Outcome): Promise<void> => {
  const path = join(scratch, `${step.name}.json`)
  const output: Buffer[] = []
  const lines = wholeLines((text) => void process.stdout.write(text))
  const own = (step.apart && network) || []
  const [program = process.execPath, ...all] = [...own, process.execPath, ...runners[step.runner](step)]
  const code = await runStep(program, all, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [tallyVariable]: path, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
    onOutput: (chunk) => {
      output.push(chunk)
      lines.take(chunk)
    },
  })
  lines.end()
  const tally = readTally(path)
  outcome.tallies.push(tally)
  outcome.closing.push(...closingLines(Buffer.concat(output).toString()))
  if (code !== 0 && tally.failed === 0) outcome.broken.push(`${step.name} ended with ${code}`)
}

/** Runs lanes side by side. A signal ends what runs, and nothing more is started. */
const runLanes = async (lanes: readonly (readonly Step[])[], outcome: Outcome): Promise<void> => {
  let stopped = false
  const stop = (): void => {
    stopped = true
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop)
  const runLane = async (lane: readonly Step[]): Promise<void> => {
    for (const step of lane) if (!stopped) await runStepOf(step, outcome)
  }
  await Promise.all(lanes.map(runLane))
}

/** Builds dist/ before several runners find at once that it is not as its sources stand. */
const hasBuilt = async (outcome: Outcome): Promise<boolean> => {
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  try {
    await ensureBuilt('renderer', say)
    await ensureBuilt('programs', say)
    return true
  } catch (error) {
    outcome.broken.push(error instanceof Error ? error.message : String(error))
    return false
  }
}

/** Whether journeys can run: there is a Chromium, or one was installed. */
const hasChromium = async (outcome: Outcome): Promise<boolean> => {
  try {
    const { path, from } = await findChromium()
    process.env.CASEBENCH_CHROMIUM = path
    console.log(`Chromium from ${from}: ${path}`)
    return true
  } catch (error) {
    outcome.broken.push(error instanceof Error ? error.message : String(error))
    return false
  }
}

const run = async (plan: TestPlan): Promise<void> => {
  const outcome: Outcome = { broken: [], tallies: [], closing: [] }
  if (plan.check && (await node([here('build/check/all.ts')])) !== 0)
    outcome.broken.push('npm run check failed, see above')
  const e2e = plan.e2e && (await hasChromium(outcome))
  const journeys = journeysIn(repositoryRoot, 'test/e2e')
  const lanes = lanesOf({ ...plan, e2e }, journeys, network !== null)
  if (lanes.length > 0 && (await hasBuilt(outcome))) await runLanes(lanes, outcome)
  const lines = [
    ...skippedLines(outcome.tallies),
    ...outcome.closing,
    ...flakyLines(outcome.tallies),
    ...failedLines(outcome.tallies),
    ...outcome.broken.map((what) => `Failed: ${what}`),
  ]
  console.log(`\n${lines.join('\n')}\n\n${summary(outcome.tallies)}`)
  const failed = outcome.broken.length > 0 || outcome.tallies.some((tally) => tally.failed > 0)
  process.exitCode = failed ? 1 : 0
}

const plan = (): TestPlan => {
  try {
    return readTestPlan(process.argv.slice(2))
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exit(2)
  }
}

await run(plan())
