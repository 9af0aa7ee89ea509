import Database from 'better-sqlite3'

export interface SearchIndex extends Disposable {
  /** Rowids of the documents that match, newest first. */
  find(match: string, min?: number, max?: number): number[]
  /** The same from the index that keeps the places of words. */
  findPhrases(match: string): number[]
  /** Every term of every document, as the tokenizer made it. */
  terms(): Iterable<{ doc: number; term: string }>
}

/** A real search index in memory, as the host makes it. */
export const openIndex = (texts: readonly (readonly [rowid: number, text: string])[] = []): SearchIndex => {
  const database = new Database(':memory:')
  database.exec(
    `create virtual table ci using fts5(t, content='', contentless_delete=1, detail=none,
       tokenize='unicode61 remove_diacritics 2', prefix='2 3 4 5 6');
     create virtual table phrases using fts5(t, content='', contentless_delete=1,
       tokenize='unicode61 remove_diacritics 2');
     create virtual table terms using fts5vocab(ci, 'instance')`,
  )
  const inserts = ['ci', 'phrases'].map((table) =>
    database.prepare<[number, string]>(`insert into ${table}(rowid, t) values (?, ?)`),
  )
  database.transaction(() => {
    for (const one of texts) for (const insert of inserts) insert.run(...one)
  })()
  const find = database.prepare<[string, number, number], { rowid: number }>(
    'select rowid from ci where ci match ? and rowid between ? and ? order by rowid desc',
  )
  const findPhrases = database.prepare<[string], { rowid: number }>(
    'select rowid from phrases where phrases match ? order by rowid desc',
  )
  const terms = database.prepare<[], { doc: number; term: string }>(
    'select doc, term from terms order by doc',
  )
  return {
    find: (match, min = Number.MIN_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER) =>
      find.all(match, min, max).map(({ rowid }) => rowid),
    findPhrases: (match) => findPhrases.all(match).map(({ rowid }) => rowid),
    terms: () => terms.iterate(),
    [Symbol.dispose]: () => database.close(),
  }
}
