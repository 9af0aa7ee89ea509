import './end-with-parent.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findChromium } from '../test/support/chromium.ts'
import { requireNode } from './node-version.ts'
import { closingLines, failedLines, flakyLines, skippedLines, summary } from './report/summary.ts'
import { readTally, type Tally, tallyVariable } from './report/tally.ts'
import { repositoryRoot } from './repository.ts'
import { runStep } from './run-step.ts'
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

/** Runs a test runner in full view, and keeps what it counted and its last lines. */
const runner = async (name: string, options: string[], outcome: Outcome): Promise<void> => {
  const path = join(scratch, `${name}.json`)
  const output: Buffer[] = []
  const code = await runStep(process.execPath, options, {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, [tallyVariable]: path, ...(process.stdout.isTTY && { FORCE_COLOR: '1' }) },
    onOutput: (chunk) => {
      output.push(chunk)
      process.stdout.write(chunk)
    },
  })
  const tally = readTally(path)
  outcome.tallies.push(tally)
  outcome.closing.push(...closingLines(Buffer.concat(output).toString()))
  if (code !== 0 && tally.failed === 0) outcome.broken.push(`${name} ended with ${code}`)
}

const runVitest = (projects: TestPlan['projects'], outcome: Outcome): Promise<void> => {
  const chosen = projects.flatMap((project) => ['--project', project])
  const reports = reporters(['default', here('build/report/vitest-tally.ts')])
  return runner('vitest', [here('node_modules/vitest/vitest.mjs'), 'run', ...chosen, ...reports], outcome)
}

const runEndToEnd = async (outcome: Outcome): Promise<void> => {
  try {
    const { path, from } = await findChromium()
    process.env.CASEBENCH_CHROMIUM = path
    console.log(`Chromium from ${from}: ${path}`)
  } catch (error) {
    outcome.broken.push(error instanceof Error ? error.message : String(error))
    return
  }
  const reports = reporters([`dot,${here('build/report/playwright-tally.ts')}`])
  await runner('playwright', [here('node_modules/@playwright/test/cli.js'), 'test', ...reports], outcome)
}

const run = async (plan: TestPlan): Promise<void> => {
  const outcome: Outcome = { broken: [], tallies: [], closing: [] }
  if (plan.check && (await node([here('build/check/all.ts')])) !== 0)
    outcome.broken.push('npm run check failed, see above')
  if (plan.projects.length > 0) await runVitest(plan.projects, outcome)
  if (plan.e2e) await runEndToEnd(outcome)
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
