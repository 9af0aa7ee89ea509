import type { ImportReport } from '../../../shared/contract/imports.ts'
import { neutral } from '../text/neutral.ts'
import { count, counted } from '../text/size.ts'

export const emptyReport: ImportReport = {
  imported: 0,
  updated: 0,
  unchanged: 0,
  skipped: [],
  skippedMore: 0,
  cases: 0,
  events: 0,
}

/** The report of two imports, one after the other. */
export const joined = (a: ImportReport, b: ImportReport): ImportReport => ({
  imported: a.imported + b.imported,
  updated: a.updated + b.updated,
  unchanged: a.unchanged + b.unchanged,
  skipped: [...a.skipped, ...b.skipped],
  skippedMore: a.skippedMore + b.skippedMore,
  cases: a.cases + b.cases,
  events: a.events + b.events,
})

/** The report as scripts rely on it; `skippedMore` only where the list of skips was cut. */
export const reportJson = ({ skippedMore, ...report }: ImportReport) =>
  skippedMore > 0 ? { ...report, skippedMore } : report

/** Skips a person is shown; --json names all that the host lists. */
const shownSkips = 20

export const reportText = (report: ImportReport): string => {
  const { imported, updated, unchanged, skipped, skippedMore } = report
  const lines = [
    `${count(imported)} imported, ${count(updated)} updated, ${count(unchanged)} unchanged: ${counted(report.cases, 'case')}, ${counted(report.events, 'event')}.`,
  ]
  const total = skipped.length + skippedMore
  if (total > 0) lines.push(`${counted(total, 'record')} skipped:`)
  for (const { source, line, reason } of skipped.slice(0, shownSkips))
    lines.push(`  ${neutral(source)}${line > 0 ? `:${line}` : ''}: ${neutral(reason)}`)
  if (total > shownSkips)
    lines.push(`  and ${count(total - Math.min(shownSkips, skipped.length))} more; --json lists them.`)
  return lines.join('\n')
}
