import { emptyReport, type ImportReport, joinReports } from '../../shared/contract/import-report.ts'
import type { Bench } from '../app/bench.ts'
import type { InspectedFile } from './inspected.ts'

/** The last report, kept so that it can be read again after other work or a restart. */
export const reportKey = 'import:report'

export interface KeptReport {
  at: number
  files: string[]
  report: ImportReport
}

export const importTitle = (names: readonly string[]): string =>
  names.length === 1 ? `Importing ${names[0]}` : `Importing ${names.length} files`

/** What is told of an import that may be stopped before its report. */
export interface ImportSteps {
  /** How many cases of all files are in so far. */
  onCases: (count: number) => void
  /** A file is in whole, and the host keeps what was handed over no longer. */
  onFile: (file: InspectedFile) => void
}

/** Imports files one after another, each as it was inspected, and keeps the report. Throws what stopped it. */
export const runImport = async (
  { acts, client }: Bench,
  files: readonly InspectedFile[],
  { onCases, onFile }: ImportSteps,
): Promise<KeptReport> => {
  const names = files.map(({ name }) => name)
  return acts.run(importTitle(names), async ({ signal, progress }) => {
    let report = emptyReport()
    for (const file of files) {
      const { source, format, mapping } = file
      const steps = client.imports.run(
        { sources: [source], format, ...(mapping ? { mapping } : {}) },
        { signal },
      )
      for await (const step of steps) {
        if (step.type === 'done') report = joinReports(report, step.report)
        else {
          onCases(report.cases + step.records)
          progress(
            step.bytes > 0 ? step.done / step.bytes : null,
            `${step.file}: ${step.records.toLocaleString('en')} cases`,
          )
        }
      }
      onFile(file)
    }
    const kept: KeptReport = { at: Date.now(), files: names, report }
    await client.local.put({ key: reportKey, value: kept })
    return kept
  })
}

/** A report's skipped records as CSV, for whoever has to mend them. */
export const skippedCsv = ({ skipped }: ImportReport): string => {
  const cell = (value: string | number) => `"${String(value).replaceAll('"', '""')}"`
  return [
    'source,line,reason',
    ...skipped.map(({ source, line, reason }) => [source, line, reason].map(cell).join(',')),
  ].join('\r\n')
}
