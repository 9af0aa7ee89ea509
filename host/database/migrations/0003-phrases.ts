import { indexAgain } from '../../operations/search-index.ts'
import type { Migration } from './migration.ts'

/**
 * An index that knows where words stand, for phrases: `search` answers everything else from a third of the pages, and
 * has the prefixes that would make this one four times as large.
 */
export const phrasesMigration: Migration = {
  version: 3,
  name: 'phrases',
  sql: `
create virtual table phrases using fts5 (
  text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2'
);
insert into phrases (phrases, rank) values ('hashsize', 8388608);
insert into phrases (phrases, rank) values ('automerge', 8);
`,
  // An index is made by the program that reads it, so this step runs today's code, whatever day it is.
  fill: (db) => indexAgain(db, 'phrases'),
}
