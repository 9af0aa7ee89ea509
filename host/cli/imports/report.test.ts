import { expect, test } from 'vitest'
import { emptyReport, joinReports } from '../../../shared/contract/import-report.ts'
import { reportJson, reportText } from './report.ts'

const skip = (line: number) => ({ source: 'a\x1b.csv', line, reason: 'no title' })
const report = {
  ...emptyReport(),
  imported: 1200,
  updated: 1,
  cases: 1201,
  events: 5,
  skipped: [skip(0), skip(7)],
}

test('a report names what was skipped, where and why', () => {
  expect(reportText(report)).toBe(
    [
      '1,200 imported, 1 updated, 0 unchanged: 1,201 cases, 5 events.',
      '2 records skipped:',
      '  a␛.csv: no title',
      '  a␛.csv:7: no title',
    ].join('\n'),
  )
})

test('a long list of skips is cut and says so', () => {
  const long = {
    ...emptyReport(),
    skipped: Array.from({ length: 25 }, (_, line) => skip(line)),
    skippedMore: 10,
  }
  expect(reportText(long)).toContain('and 15 more; --json lists them.')
})

test('two reports add up', () => {
  expect(joinReports(report, report)).toMatchObject({ imported: 2400, cases: 2402 })
  expect(joinReports(report, report).skipped).toHaveLength(4)
})

test('the JSON has the agreed members, and one more only where the list was cut', () => {
  expect(Object.keys(reportJson(report))).toEqual([
    'imported',
    'updated',
    'unchanged',
    'skipped',
    'cases',
    'events',
  ])
  expect(reportJson({ ...report, skippedMore: 3 })).toHaveProperty('skippedMore', 3)
})
