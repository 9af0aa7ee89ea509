import type { Migration } from './migration.ts'

/**
 * The case database. Rows refer to each other by small integer keys; ids (UUIDs) are the names the rest of the world
 * knows. `cases.recency` is `updated_at` in milliseconds times 1024 plus a number that makes it unique: it is the row
 * id of the search index, so that "newest first" is the order in which the index is read.
 */
export const casesMigration: Migration = {
  version: 1,
  name: 'cases',
  sql: `
create table meta (name text primary key, value text not null) strict, without rowid;

create table customers (
  key integer primary key, id text not null unique, name text not null collate nocase, domain text not null,
  notes text not null, contracts text not null
) strict;
create index customers_name on customers (name);

create table people (
  key integer primary key, id text not null unique, name text not null collate nocase, email text not null collate nocase,
  handles text not null, customer_key integer references customers, notes text not null
) strict;
create index people_name on people (name);
create index people_email on people (email) where email != '';
create table person_handles (
  handle text primary key, person_key integer not null references people
) strict, without rowid;

create table cases (
  key integer primary key, id text not null unique, ref text not null unique, recency integer not null unique,
  title text not null, description text not null, status text not null, severity integer not null, kind text not null,
  customer_key integer references customers, contract_id text, owner_key integer references people,
  reporter_key integer references people, created_at integer not null, updated_at integer not null, due_at integer,
  resolution text not null, origin_system text, origin_id text, origin_url text, original text not null,
  tags text not null, components text not null, trashed_at integer, merged_into integer references cases,
  /* Trashed or merged; a plain column, because SQLite covers no query with an index on a generated one. */
  hidden integer not null
) strict;
create index cases_recency on cases (hidden, recency);
create index cases_status on cases (hidden, status, recency);
create index cases_severity on cases (hidden, severity, recency);
create index cases_customer on cases (hidden, customer_key, recency);
create index cases_owner on cases (hidden, owner_key, recency);
create index cases_created on cases (hidden, created_at);
create index cases_title on cases (hidden, title collate nocase);
create index cases_due on cases (hidden, due_at) where due_at is not null;
create index cases_merged on cases (merged_into) where merged_into is not null;

create table tags (
  tag text not null, case_key integer not null references cases, primary key (tag, case_key)
) strict, without rowid;
create index tags_case on tags (case_key);

create table components (
  key integer primary key, identity text not null unique, kind text not null, name text not null collate nocase,
  version text not null, purl text not null
) strict;
create index components_name on components (name);
create table case_components (
  component_key integer not null references components, case_key integer not null references cases,
  primary key (component_key, case_key)
) strict, without rowid;
create index case_components_case on case_components (case_key);

create table events (
  key integer primary key, id text not null unique, case_key integer not null references cases, kind text not null,
  lane text not null, author_key integer references people, at integer not null, body text not null, changes text,
  corrects text, retracted_at integer, external_id text
) strict;
create index events_case on events (case_key, at);
create index events_corrects on events (corrects) where corrects is not null;

create table attachments (
  event_key integer not null references events, position integer not null, case_key integer not null references cases,
  name text not null, bytes integer not null, sha256 text not null, media_type text not null,
  primary key (event_key, position)
) strict, without rowid;
create index attachments_case on attachments (case_key);
create index attachments_blob on attachments (sha256);

create table blobs (
  sha256 text primary key, bytes integer not null, stored_at integer not null,
  /* The searchable head of small text files; null where there is none. */
  text text
) strict, without rowid;

create table links (
  key integer primary key, id text not null unique, from_key integer not null references cases,
  to_key integer not null references cases, kind text not null
) strict;
create index links_from on links (from_key);
create index links_to on links (to_key);

create virtual table search using fts5 (
  text, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 2', prefix='2 3 4 5 6'
);

/* Eight mebibytes of words are gathered before a segment is written, and segments merge in eights: an import spends a
   quarter less time in the index than with SQLite's one mebibyte and fours. */
insert into search (search, rank) values ('hashsize', 8388608);
insert into search (search, rank) values ('automerge', 8);

create table operations (
  dseq integer primary key, id text not null unique, type text not null, v integer not null, entity text not null,
  payload text not null, base text not null, at integer not null
) strict;

create table history (
  seq integer primary key, label text not null, undo text not null, redo text not null, undone integer not null,
  at integer not null
) strict;

create table import_records (
  system text not null, external_id text not null, case_key integer not null references cases, digest text not null,
  fields text not null, primary key (system, external_id)
) strict, without rowid;

create table uploads (
  id text primary key, case_id text not null, name text not null, bytes integer not null, modified_at integer not null,
  path text, lane text not null, started_at integer not null
) strict, without rowid;

create table views (
  id text primary key, position real not null, view text not null
) strict, without rowid;

create table local_values (
  key text primary key, value text not null, at integer not null
) strict, without rowid;
`,
}
