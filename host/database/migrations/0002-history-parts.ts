import type { Migration } from './migration.ts'

/**
 * What a step of undo holds beyond its first part: a change of thousands of cases is made, taken back and done again
 * part by part, each in a transaction of its own. `undone` is, as in `history`, 0 for what is done, and else grows with
 * each part that is taken back.
 */
export const historyPartsMigration: Migration = {
  version: 2,
  name: 'history parts',
  sql: `
create table history_parts (
  step integer not null references history on delete cascade, part integer not null, undo text not null,
  redo text not null, undone integer not null, primary key (step, part)
) strict;
create index history_undone on history (undone) where undone > 0;
create index history_parts_undone on history_parts (undone) where undone > 0;
`,
}
