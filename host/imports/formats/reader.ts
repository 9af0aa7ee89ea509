import type { CsvMapping } from '../../../shared/contract/imports.ts'
import type { JsonUnit, Wrappers } from '../json/unit.ts'
import type { Draft } from '../mapping/draft.ts'
import { finish } from '../mapping/draft.ts'
import type { ImportSource, Parsed } from '../record.ts'

/** Reads one format. Records come in batches, because an asynchronous step for each costs more than its mapping. */
export type Reader = (source: ImportSource, options: { mapping?: CsvMapping }) => AsyncIterable<Parsed[]>

export const notObject = 'This is not a JSON object.'

export const noWrappers: Wrappers = { triggers: new Set(), inside: new Set() }

/** Finishes a draft, or says why it is none. */
export const parsed = (draft: Draft | string, line: number): Parsed => {
  const record = typeof draft === 'string' ? draft : finish(draft)
  return typeof record === 'string'
    ? { type: 'skip', line, reason: record }
    : { type: 'record', record, line }
}

/** Maps the values of a JSON file; `map` answers nothing for a value that is no record and no fault either. */
export const mapUnits = async function* (
  units: AsyncIterable<JsonUnit[]>,
  map: (unit: Extract<JsonUnit, { type: 'value' }>) => Draft | string | undefined,
): AsyncGenerator<Parsed[]> {
  for await (const batch of units) {
    const out: Parsed[] = []
    for (const unit of batch) {
      if (unit.type === 'skip') out.push(unit)
      else {
        const draft = map(unit)
        if (draft !== undefined) out.push(parsed(draft, unit.line))
      }
    }
    yield out
  }
}
