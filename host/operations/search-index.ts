import { indexText } from '../../shared/domain/search-text/index-text.ts'
import type { ReadableDatabase, WritableDatabase } from '../database/database.ts'
import { factsOf, type IndexedRow, selectIndexed, textsOf } from './indexed-case.ts'

/** `search` has prefixes and no places of words, `phrases` the reverse; both hold the same documents. */
const indexes = ['search', 'phrases'] as const
type Index = (typeof indexes)[number]

interface Document {
  recency: number
  text: string
}

const documentOf = (db: ReadableDatabase, row: IndexedRow): Document => {
  const { recency, title, description } = row
  const texts = textsOf(db, row).map(({ text }) => text)
  return { recency, text: indexText({ title, description, texts, filters: factsOf(db, row) }) }
}

const insert = (db: WritableDatabase, index: Index, documents: readonly Document[]) => {
  for (const { recency, text } of documents)
    db.run(`insert into ${index} (rowid, text) values (?, ?)`, [recency, text])
}

/** Takes the document of a case out of the indexes. */
export const unindex = (db: WritableDatabase, recency: number): void => {
  for (const index of indexes) db.run(`delete from ${index} where rowid = ?`, [recency])
}

/**
 * Brings the search indexes up to date with the touched cases; `touched` has the recency under which each one is
 * indexed, null for a new one.
 */
export const reindex = (db: WritableDatabase, touched: ReadonlyMap<string, number | null>): void => {
  const documents: Document[] = []
  for (const [id, before] of touched) {
    // A case that is gone was indexed too, and as it was before it was changed.
    if (before !== null) unindex(db, before)
    const row = db.get<IndexedRow>(`${selectIndexed} where id = ?`, [id])
    if (row) documents.push(documentOf(db, row))
  }
  // An index takes rows in ascending order without starting a new segment for each one.
  documents.sort((one, other) => one.recency - other.recency)
  for (const index of indexes) insert(db, index, documents)
}

const lot = 500

/** Makes one index anew from what the cases say. */
export const indexAgain = (db: WritableDatabase, index: Index): void => {
  db.run(`insert into ${index} (${index}) values ('delete-all')`)
  let rows: IndexedRow[]
  let last = 0
  do {
    rows = db.all<IndexedRow>(`${selectIndexed} where recency > ? order by recency limit ${lot}`, [last])
    insert(
      db,
      index,
      rows.map((row) => documentOf(db, row)),
    )
    last = rows.at(-1)?.recency ?? last
  } while (rows.length === lot)
}
