import { expect, test } from 'vitest'
import { closingLines, failedLines, flakyLines, skippedLines, summary } from './summary.ts'

const vitest = [
  ' \u001b[32m✓\u001b[39m |unit| shared/a.test.ts (3 tests)',
  ' Test Files  \u001b[1m2 passed\u001b[22m (2)',
  '      Tests  1 failed | 5 passed (6)',
  '   Start at  21:10:46',
  '   Duration  653ms (tests 10%)',
].join('\n')

const playwright = [
  'Running 4 tests using 1 worker',
  '··×',
  '  1) a.spec.ts',
  '  1 failed',
  '    a.spec.ts:3 › a',
  '  2 skipped',
  '  1 passed (3.1s)',
].join('\n')

test('the closing lines of both runners are found, without colours', () => {
  expect(closingLines(vitest)).toEqual([
    ' Test Files  2 passed (2)',
    '      Tests  1 failed | 5 passed (6)',
    '   Duration  653ms (tests 10%)',
  ])
  expect(closingLines(playwright)).toEqual(['  1 failed', '  2 skipped', '  1 passed (3.1s)'])
})

test('runners are summed in one line', () => {
  const skipped = [{ name: 'a', reason: 'no display' }]
  expect(
    summary([
      { passed: 5, failed: 1, failures: ['a.test.ts fails: no'], flaky: [], skipped: [] },
      { passed: 2, failed: 0, failures: [], flaky: [], skipped },
    ]),
  ).toBe('7 passed, 1 failed, 1 skipped')
  expect(summary([])).toBe('0 passed, 0 failed, 0 skipped')
})

test('skipped tests stand under their reason', () => {
  const of = (name: string, reason: string) => ({ name, reason })
  const tallies = [
    {
      passed: 0,
      failed: 0,
      failures: [],
      flaky: [],
      skipped: [of('a', 'no display'), of('b', 'no fixtures')],
    },
    { passed: 0, failed: 0, failures: [], flaky: [], skipped: [of('c', 'no display')] },
  ]
  expect(skippedLines(tallies)).toEqual([
    'Skipped 2: no display',
    '  a',
    '  c',
    'Skipped 1: no fixtures',
    '  b',
  ])
})

test('what failed is named, runner by runner', () => {
  const of = (...failures: string[]) => ({
    passed: 0,
    failed: failures.length,
    failures,
    flaky: [],
    skipped: [],
  })
  expect(failedLines([of('a fails: one', 'b fails: two'), of(), of('c fails: three')])).toEqual([
    'Failed: a fails: one',
    'Failed: b fails: two',
    'Failed: c fails: three',
  ])
})

test('what passed only at the second try is named', () => {
  const tally = { passed: 1, failed: 0, failures: [], flaky: ['a passes'], skipped: [] }
  expect(flakyLines([tally])).toEqual(['Flaky: a passes passed only when it was tried again'])
})
