import type { WritableDatabase } from '../database/database.ts'

/** Brings the search index up to date with the touched cases; `before` is the recency under which each one is indexed. */
export const reindex = (db: WritableDatabase, touched: ReadonlyMap<string, number | null>): void => {
  const documents = [...touched].flatMap(([id, before]) => {
    const row = db.get<{ key: number; recency: number; title: string; description: string }>(
      'select key, recency, title, description from cases where id = ?',
      [id],
    )
    return row ? [{ before, ...row }] : []
  })
  for (const { before } of documents)
    if (before !== null) db.run('delete from search where rowid = ?', [before])
  // The index takes rows in ascending order without starting a new segment for each one.
  for (const { recency, title, description } of documents.toSorted(
    (one, other) => one.recency - other.recency,
  ))
    db.run('insert into search (rowid, text) values (?, ?)', [recency, `ζall ${title}\n${description}`])
}
