import { BenchError } from '../../shared/contract/error.ts'
import type { CsvMapping } from '../../shared/contract/imports.ts'
import type { ImportFormat } from '../../shared/domain/vocabulary.ts'
import { guessMapping } from './csv/guess.ts'
import { columnNames, csvHead } from './csv/rows.ts'
import { csvTargets } from './csv/targets.ts'
import { detect, readHead, unknownFormat } from './detect.ts'
import type { ImportSource } from './record.ts'

const sampleRows = 20
/** Cells are shown, not read: longer ones are cut. */
const sampleLength = 500

export interface Inspection {
  format: ImportFormat
  encoding: string
  csv: { columns: string[]; guess: CsvMapping; sample: string[][]; targets: string[] } | null
}

/**
 * Looks at the head of a file: its format and encoding and, for CSV, its columns with a guess of what they
 * mean. Throws `unknown-format` where neither content nor name tells the format.
 */
export const inspect = async (source: ImportSource, format: ImportFormat | 'auto'): Promise<Inspection> => {
  const head = await readHead(source)
  const found = format === 'auto' ? detect(head, source.name) : format
  if (!found) throw new BenchError('unknown-format', unknownFormat)
  if (found !== 'csv') return { format: found, encoding: head.encoding, csv: null }
  const { shape, rows } = await csvHead(source)
  const columns = columnNames(rows[0] ?? [])
  const body = rows.slice(1)
  const guess = { ...guessMapping(columns, body), delimiter: shape.delimiter }
  const sample = body.slice(0, sampleRows).map((row) => row.map((cell) => cell.slice(0, sampleLength)))
  return {
    format: found,
    encoding: shape.encoding,
    csv: { columns, guess, sample, targets: [...csvTargets] },
  }
}
