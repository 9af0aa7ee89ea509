import { z } from 'zod'
import { importFormats } from '../domain/vocabulary.ts'
import { call, service, stream, upload } from './define.ts'
import { importReport } from './import-report.ts'

/** For each target field, the CSV column that fills it, and how its values translate. */
export const csvMapping = z.object({
  columns: z.record(z.string(), z.string()),
  values: z.record(z.string(), z.record(z.string(), z.string())).default({}),
  delimiter: z.string().max(1).optional(),
})
export type CsvMapping = z.output<typeof csvMapping>

/** A file to import: bytes staged by `stage`, or a path of this disk (needs `mayNamePaths`). */
const source = z.union([z.object({ staged: z.uuid() }), z.object({ path: z.string().min(1).max(4096) })])

const format = z.enum([...importFormats, 'auto'])

export const imports = service('imports', ['not-found', 'unreadable', 'unknown-format', 'busy'] as const, {
  /** Takes a file's bytes into the host's staging folder; removed after its import or at the next start. */
  stage: upload(
    z.object({ name: z.string().min(1).max(1000), bytes: z.int().min(0) }),
    z.object({ staged: z.uuid() }),
  ),
  /** Looks at the head of a file: what it is, and for CSV the columns, a guess and some rows. */
  inspect: call(
    z.object({ source, format: format.default('auto') }),
    z.object({
      format: z.enum(importFormats),
      name: z.string(),
      bytes: z.int(),
      encoding: z.string(),
      csv: z
        .object({
          columns: z.array(z.string()),
          guess: csvMapping,
          sample: z.array(z.array(z.string())),
          targets: z.array(z.string()),
        })
        .nullable(),
    }),
  ),
  /** Imports files one after another; cancelling keeps what is in already and says so. */
  run: stream(
    z.object({
      sources: z.array(source).min(1).max(1000),
      format: format.default('auto'),
      mapping: csvMapping.optional(),
    }),
    z.discriminatedUnion('type', [
      z.object({
        type: z.literal('progress'),
        file: z.string(),
        done: z.int(),
        bytes: z.int(),
        records: z.int(),
      }),
      z.object({ type: z.literal('done'), report: importReport }),
    ]),
  ),
})
