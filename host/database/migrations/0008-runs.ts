import type { Migration } from './migration.ts'

/**
 * Checks that were run and bisections made of them: they belong to this bench until they are attached. `facts` of a run
 * are its request and its surroundings, `repeats` its executions so far; its files are stored as blobs.
 */
export const runsMigration: Migration = {
  version: 8,
  name: 'runs',
  sql: `
/* The command that checks a case, where it is not repro.sh. */
create table checks (
  case_key integer primary key references cases on delete cascade, command text not null
) strict;

create table bisections (
  key integer primary key, id text not null unique,
  case_key integer not null references cases on delete cascade,
  state text not null, plan text not null, started_at integer not null, ended_at integer, result text,
  problem text not null default '',
  /* The snapshot that holds the volumes of the environment until they are put back; null where none are away. */
  kept text
) strict;
create index bisections_case on bisections (case_key);

create table runs (
  key integer primary key, id text not null unique,
  case_key integer not null references cases on delete cascade,
  state text not null, verdict text, started_at integer not null, ended_at integer, facts text not null,
  repeats text not null default '[]', problem text not null default '',
  bisection_key integer references bisections on delete cascade
) strict;
create index runs_case on runs (case_key);
create index runs_bisection on runs (bisection_key);
create index runs_open on runs (key) where state = 'running';

create table run_files (
  key integer primary key, run_key integer not null references runs on delete cascade, role text not null,
  name text not null, sha256 text not null, bytes integer not null
) strict;
create index run_files_run on run_files (run_key);
create index run_files_blob on run_files (sha256);

/* A step is here once it is finished, put in together with the run that shows it. */
create table bisection_steps (
  bisection_key integer not null references bisections on delete cascade, number integer not null,
  subject text not null, verdict text not null, run_key integer not null references runs,
  primary key (bisection_key, number)
) strict, without rowid;
`,
}
