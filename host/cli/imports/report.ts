import type { ImportReport } from '../../../shared/contract/import-report.ts'
import { neutral } from '../text/neutral.ts'
import { count, counted } from '../text/size.ts'

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
