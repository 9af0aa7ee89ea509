import { parse } from '../../host/imports/parse.ts'
import type { ImportRecord, ImportSource } from '../../host/imports/record.ts'
import type { CsvMapping } from '../../shared/contract/imports.ts'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'

/** A file in memory that arrives in chunks of a given size. */
export const importSource = (
  content: string | Uint8Array,
  name = 'file',
  chunk = 64 * 1024,
): ImportSource => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  return {
    name,
    async *bytes() {
      for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk)
    },
  }
}

export interface Reading {
  records: ImportRecord[]
  /** The line on which each record starts. */
  lines: number[]
  skips: { line: number; reason: string }[]
}

/** Parses a file in memory to its end. */
export const readImport = async (
  content: string | Uint8Array,
  options: { format?: ImportFormat | 'auto'; name?: string; chunk?: number; mapping?: CsvMapping } = {},
): Promise<Reading> => {
  const { format = 'auto', name, chunk, mapping } = options
  const reading: Reading = { records: [], lines: [], skips: [] }
  const source = importSource(content, name, chunk)
  for await (const one of parse(source, { format, ...(mapping ? { mapping } : {}) })) {
    if (one.type === 'skip') reading.skips.push({ line: one.line, reason: one.reason })
    else {
      reading.records.push(one.record)
      reading.lines.push(one.line)
    }
  }
  return reading
}
