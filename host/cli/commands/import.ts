import { Option } from 'commander'
import { z } from 'zod'
import { BenchError } from '../../../shared/contract/error.ts'
import { emptyReport, type ImportReport, joinReports } from '../../../shared/contract/import-report.ts'
import type { CsvMapping } from '../../../shared/contract/imports.ts'
import { importFormats } from '../../../shared/domain/vocabulary.ts'
import { type Act, command } from '../command.ts'
import { readMapping } from '../imports/mapping.ts'
import { reportJson, reportText } from '../imports/report.ts'
import { expandSources, spoolInput } from '../imports/sources.ts'
import { bytesDone } from '../progress.ts'
import { count, counted } from '../text/size.ts'
import { UsageError } from '../usage-error.ts'

const formats = [...importFormats, 'auto'] as const

const input = z.object({
  file: z.array(z.string().min(1)),
  format: z.enum(formats),
  map: z.string().optional(),
})

/** Files one request may name; more are sent in several. */
const filesAtOnce = 1000

interface Run {
  paths: readonly string[]
  format: (typeof formats)[number]
  mapping: CsvMapping | undefined
}

/** The host may have taken in more than it had told when it was stopped. */
const stopped = (records: number): BenchError => {
  const so = records > 0 ? ` after at least ${counted(records, 'record')}` : ''
  return new BenchError(
    'cancelled',
    `The import was stopped${so}. What is in already is kept; the same command goes on without doubling anything.`,
  )
}

const importFiles = async (act: Act, { paths, format, mapping }: Run): Promise<ImportReport> => {
  const client = await act.client()
  let report = emptyReport()
  let records = 0
  try {
    for (let at = 0; at < paths.length; at += filesAtOnce) {
      const sources = paths.slice(at, at + filesAtOnce).map((path) => ({ path }))
      const steps = client.imports.run(
        { sources, format, ...(mapping ? { mapping } : {}) },
        { signal: act.signal },
      )
      for await (const step of steps) {
        if (step.type === 'done') report = joinReports(report, step.report)
        else {
          records = report.cases + step.records
          act.out.progress.show(`${bytesDone(step.file, step.done, step.bytes)}, ${count(records)} records`)
        }
      }
    }
  } catch (error) {
    throw act.signal.aborted ? stopped(records) : error
  }
  return report
}

export const importCommand = command({
  usage: 'import <file...>',
  summary: 'Import exports of other systems, e-mails and cases.',
  detail:
    'A folder stands for the e-mails or exported cases in it; "-" reads standard input. A second import updates, never doubles.',
  examples: [
    'casebench import issues.json',
    'casebench import tickets.csv --map columns.json --json',
    'casebench import ~/Mail/support/ CB-1042-export/',
  ],
  configure: (cli) =>
    void cli
      .addOption(new Option('--format <format>', 'what the files are').choices(formats).default('auto'))
      .option('--map <file>', 'for CSV: a JSON file that names the column of each field'),
  input,
  run: async (act, { file: files, format, map }) => {
    const mapping = map === undefined ? undefined : await readMapping(act.path(map))
    if (files.filter((file) => file === '-').length > 1)
      throw new UsageError('Standard input can be named once only.')
    const spooled = files.includes('-') ? await spoolInput(act.stdin, act.signal) : undefined
    try {
      const named = files.map((file) => (file === '-' && spooled ? spooled.path : act.path(file)))
      const report = await importFiles(act, { paths: await expandSources(named), format, mapping })
      await act.out.result(reportJson(report), () => reportText(report))
      const arrived = report.imported + report.updated + report.unchanged
      if (arrived > 0 || report.skipped.length === 0) return undefined
      act.out.say('Nothing could be imported; the reasons are in the report.')
      return 1
    } finally {
      await spooled?.dispose()
    }
  },
})
