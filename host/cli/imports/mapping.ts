import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { type CsvMapping, csvMapping } from '../../../shared/contract/imports.ts'
import { UsageError } from '../usage-error.ts'

/** The whole mapping, or only its columns: `{ "title": "Summary" }`. */
const mappingFile = z.union([
  csvMapping,
  z.record(z.string(), z.string()).transform((columns) => ({ columns, values: {} })),
])

/** Reads a CSV mapping from a JSON file. Throws `UsageError`. */
export const readMapping = async (path: string): Promise<CsvMapping> => {
  let value: unknown
  try {
    value = JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    const reason = error instanceof SyntaxError ? 'it is not JSON' : 'it cannot be read'
    throw new UsageError(`The mapping ${path} cannot be used: ${reason}.`)
  }
  const parsed = mappingFile.safeParse(value)
  if (parsed.success) return parsed.data
  throw new UsageError(
    `The mapping ${path} cannot be used; write for each field the column that fills it, such as {"columns":{"title":"Summary"}}.`,
  )
}
