import type { CaseRow } from '../../shared/contract/cases.ts'
import type { Term } from '../../shared/domain/search-text/terms.ts'
import type { ReadableDatabase } from '../database/database.ts'
import type { IndexedRow } from '../operations/indexed-case.ts'
import { snippetFor, titleHits } from './snippet.ts'

type Row = IndexedRow & { id: string; customer: string | null; owner: string | null }

/** The rows of a list for these recencies, in the same order, with what was found in them marked. */
export const rowsAt = (
  db: ReadableDatabase,
  recencies: readonly number[],
  terms: readonly Term[],
): CaseRow[] =>
  recencies.flatMap((recency) => {
    const row = db.get<Row>(
      `select c.*, cu.name as customer, ow.name as owner from cases c
       left join customers cu on cu.key = c.customer_key left join people ow on ow.key = c.owner_key where c.recency = ?`,
      [recency],
    )
    return row ? [rowOf(db, row, terms)] : []
  })

const rowOf = (db: ReadableDatabase, row: Row, terms: readonly Term[]): CaseRow => ({
  ref: row.ref,
  id: row.id,
  title: row.title,
  titleHighlights: titleHits(row.title, terms),
  status: row.status,
  severity: row.severity,
  kind: row.kind,
  customer: row.customer || null,
  owner: row.owner || null,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  dueAt: row.due_at,
  tags: JSON.parse(row.tags) as string[],
  snippet: terms.length > 0 ? snippetFor(db, row, terms) : null,
})
