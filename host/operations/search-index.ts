import { indexText } from '../../shared/domain/search-text/index-text.ts'
import type { WritableDatabase } from '../database/database.ts'
import { factsOf, type IndexedRow, selectIndexed, textsOf } from './indexed-case.ts'

/**
 * Brings the search index up to date with the touched cases; `touched` has the recency under which each one is
 * indexed, null for a new one.
 */
export const reindex = (db: WritableDatabase, touched: ReadonlyMap<string, number | null>): void => {
  const documents: { recency: number; text: string }[] = []
  for (const [id, before] of touched) {
    const row = db.get<IndexedRow>(`${selectIndexed} where id = ?`, [id])
    if (!row) continue
    if (before !== null) db.run('delete from search where rowid = ?', [before])
    const { title, description } = row
    const texts = textsOf(db, row).map(({ text }) => text)
    documents.push({
      recency: row.recency,
      text: indexText({ title, description, texts, filters: factsOf(db, row) }),
    })
  }
  // The index takes rows in ascending order without starting a new segment for each one.
  documents.sort((one, other) => one.recency - other.recency)
  for (const { recency, text } of documents)
    db.run('insert into search (rowid, text) values (?, ?)', [recency, text])
}
