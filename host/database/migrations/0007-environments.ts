import type { Migration } from './migration.ts'

/**
 * What this bench meant to have of each case's environment. `act` is what is under way: one that is found at a start was
 * cut off, and what it began is cleared away. `volumes` are those that were there before it.
 */
export const environmentsMigration: Migration = {
  version: 7,
  name: 'environments',
  sql: `
create table environments (
  case_key integer primary key references cases, project text not null unique, act text, volumes text not null,
  /* Ports that were taken: what the Compose file asks for, and what is used in its place. */
  ports text not null, note text not null, at integer not null
) strict;

/* What a person allowed a Compose file to do beyond its own containers, one by one. */
create table environment_allowed (
  case_key integer not null references cases, danger text not null, at integer not null,
  primary key (case_key, danger)
) strict, without rowid;
`,
}
