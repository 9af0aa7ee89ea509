import type { CaseRow } from '../../shared/contract/cases.ts'
import { highlight } from '../../shared/domain/search-text/highlight.ts'
import { snippetOf } from '../../shared/domain/search-text/snippet.ts'
import type { Term } from '../../shared/domain/search-text/terms.ts'
import type { ReadableDatabase } from '../database/database.ts'
import { type IndexedRow, textsOf } from '../operations/indexed-case.ts'

/** Where a title matches. */
export const titleHits = (title: string, terms: readonly Term[]): CaseRow['titleHighlights'] =>
  terms.length === 0 ? [] : highlight(title, terms).map(({ start, end }) => ({ start, end }))

/** The most telling passage of a case's texts, and where it was; null where only the title or a fact matched. */
export const snippetFor = (
  db: ReadableDatabase,
  row: IndexedRow,
  terms: readonly Term[],
): CaseRow['snippet'] => {
  const found = snippetOf(passagesOf(db, row), terms)
  if (!found) return null
  return {
    where: found.where,
    text: found.text,
    highlights: found.highlights.map(({ start, end }) => ({ start, end })),
  }
}

/** The rest is read only where the description does not say it all. */
function* passagesOf(db: ReadableDatabase, row: IndexedRow) {
  yield { where: 'description', text: row.description }
  yield* textsOf(db, row)
}
