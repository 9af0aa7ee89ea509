import type { Migration } from './migration.ts'

/**
 * Licences that a person accepted for images, and snapshots of environments. Both belong to this bench. A snapshot that is
 * being made or removed is noted before anything of it is on the disk, so that what a crash leaves can be cleared away.
 */
export const vaultMigration: Migration = {
  version: 9,
  name: 'vault',
  sql: `
create table licences (
  key integer primary key, id text not null unique, person_key integer not null references people,
  /* Without tag: a licence is for all versions of an image. */
  image text not null, name text not null, url text not null, accepted_at integer not null,
  /* Null where it has no end. */
  until integer, withdrawn_at integer
) strict;
create index licences_image on licences (image);

create table snapshots (
  key integer primary key, id text not null unique,
  case_key integer not null references cases on delete cascade, name text not null,
  from_key integer references snapshots on delete set null, created_at integer not null, state text not null,
  facts text not null
) strict;
create unique index snapshots_name on snapshots (case_key, name);
create index snapshots_from on snapshots (from_key);

/* Which snapshot a case's environment was made from last, and the one that is being restored. */
create table snapshot_places (
  case_key integer primary key references cases on delete cascade,
  at_key integer references snapshots on delete set null,
  restoring_key integer references snapshots on delete set null
) strict;
`,
}
