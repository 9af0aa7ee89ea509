import type { Migration } from './migration.ts'

/**
 * What a case is worked with. `events.detail` says what an event shows beside its text; patches are synced; workspaces,
 * terminals and their blocks belong to this bench alone.
 */
export const workplaceMigration: Migration = {
  version: 4,
  name: 'workplace',
  sql: `
alter table events add column detail text;

create table patches (
  key integer primary key, id text not null unique, case_key integer not null references cases,
  created_at integer not null, author_key integer references people, sha256 text not null, fields text not null
) strict;
create index patches_case on patches (case_key);
create index patches_blob on patches (sha256);

create table workspaces (
  case_key integer primary key references cases, path text not null, created_at integer not null,
  /* The commit of the customer's state; null before anything was unpacked. */
  baseline text
) strict;

create table terminals (
  key integer primary key, id text not null unique, case_key integer references cases, title text not null,
  profile text not null, folder text not null, columns integer not null, rows integer not null,
  started_at integer not null, ended_at integer, exit_code integer, signal integer, recording integer not null,
  /* What a person called it. */
  name text
) strict;
create index terminals_case on terminals (case_key);

create table blocks (
  terminal_key integer not null references terminals on delete cascade, number integer not null,
  command text not null, folder text not null, started_at integer not null, ended_at integer, exit_code integer,
  /* Places in the terminal's output, in bytes since it began. */
  output_from integer not null, output_to integer, primary key (terminal_key, number)
) strict, without rowid;
`,
}
