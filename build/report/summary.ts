import { stripVTControlCharacters } from 'node:util'
import type { Tally } from './tally.ts'

const CLOSING = [
  /^\s*(Test Files|Tests|Errors|Duration)\s{2}/,
  /^\s+\d+ (passed|failed|skipped|flaky|interrupted|did not run)\b/,
]

/** The lines with which Vitest and Playwright close their output, in order, as they printed them. */
export const closingLines = (output: string): string[] =>
  stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => CLOSING.some((pattern) => pattern.test(line)))
    .map((line) => line.trimEnd())

/** What failed, a line each: the long report above may be cut where it is kept. */
export const failedLines = (tallies: readonly Tally[]): string[] =>
  tallies.flatMap(({ failures }) => failures.map((what) => `Failed: ${what}`))

/** What passed only at the second try: no failure, and not well either. */
export const flakyLines = (tallies: readonly Tally[]): string[] =>
  tallies.flatMap(({ flaky }) => flaky.map((name) => `Flaky: ${name} passed only when it was tried again`))

/** Skipped tests by their reason. */
export const skippedLines = (tallies: readonly Tally[]): string[] => {
  const byReason = Map.groupBy(
    tallies.flatMap(({ skipped }) => skipped),
    ({ reason }) => reason,
  )
  return [...byReason].flatMap(([reason, tests]) => [
    `Skipped ${tests.length}: ${reason}`,
    ...tests.map(({ name }) => `  ${name}`),
  ])
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0)

/** The one line that sums up all runners. */
export const summary = (tallies: readonly Tally[]): string =>
  `${sum(tallies.map(({ passed }) => passed))} passed, ${sum(tallies.map(({ failed }) => failed))} failed, ` +
  `${sum(tallies.map(({ skipped }) => skipped.length))} skipped`
