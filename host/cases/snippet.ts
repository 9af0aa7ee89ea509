import type { CaseRow } from '../../shared/contract/cases.ts'
import type { Term } from '../../shared/domain/search-text/terms.ts'
import type { ReadableDatabase } from '../database/database.ts'
import { type IndexedRow, textsOf } from '../operations/indexed-case.ts'

export const titleHits = (_title: string, _terms: readonly Term[]): { start: number; end: number }[] => []

export const snippetFor = (
  db: ReadableDatabase,
  row: IndexedRow,
  _terms: readonly Term[],
): CaseRow['snippet'] => {
  const first = [{ where: 'description', text: row.description }, ...textsOf(db, row)][0]
  return first ? { where: first.where, text: first.text.slice(0, 160), highlights: [] } : null
}
