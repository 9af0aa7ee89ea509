import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

export interface Tally {
  passed: number
  failed: number
  /** What failed, by name, with the first line of why. */
  failures: string[]
  /** What passed only when it was tried again, by name. */
  flaky: string[]
  skipped: { name: string; reason: string }[]
}

export const noReason = 'no reason given'

/** Counts a test that failed. */
export const fail = (tally: Tally, name: string, why: string): void => {
  tally.failed += 1
  tally.failures.push(`${name}: ${stripVTControlCharacters(why).split('\n')[0]}`)
}

/** Names the file through which a runner tells what it counted. */
export const tallyVariable = 'CASEBENCH_TALLY'

/** Writes a runner's count for the process that started it, if one wants it. */
export const writeTally = (tally: Tally): void => {
  const path = process.env[tallyVariable]
  if (path) writeFileSync(path, JSON.stringify(tally))
}

/** What a runner counted. A runner that ended without a word counts as one failure, never as nothing. */
export const readTally = (path: string): Tally =>
  existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : { passed: 0, failed: 1, failures: [], flaky: [], skipped: [] }
