import type { Migration } from './migration.ts'

/**
 * What is synced. `rows` are what stands; `log` is the order of each stream, dense from 1, with a random tag of the
 * transaction that wrote it, unlike any other's even after a backup was restored; `operations` is every change
 * that a bench sent, with what it came to. Bodies are JSON as text: they are handed out as they are.
 */
export const syncMigration: Migration = {
  version: 2,
  name: 'sync',
  sql: `
create table sync_service (
  one int primary key check (one = 1), epoch uuid not null, next_ref bigint not null default 1001
);
insert into sync_service (one, epoch) values (1, gen_random_uuid());

create table streams (id text primary key, head bigint not null);

create table rows (
  kind text not null, id uuid not null, stream text not null, seq bigint not null, ver int not null,
  tag uuid not null, writers jsonb not null, body text, case_id uuid, other_case_id uuid, customer_id uuid,
  owner_id uuid, primary key (kind, id)
);
create unique index rows_place on rows (stream, seq);
create index rows_other_case on rows (other_case_id) where other_case_id is not null;
create index rows_case on rows (case_id) where case_id is not null;
create index rows_customer on rows (customer_id) where customer_id is not null;
create index rows_owner on rows (owner_id, seq) where owner_id is not null;

create table log (
  stream text not null, seq bigint not null, kind text not null, id uuid not null, tag uuid not null,
  moved_ver int, primary key (stream, seq)
);
create index log_moved on log (stream, seq) where moved_ver is not null;

create table operations (
  id uuid primary key, device_id uuid not null references devices, dseq bigint not null, digest bytea not null,
  outcome text not null, reason jsonb, body text not null, at timestamptz not null default now()
);
create unique index operations_device on operations (device_id, dseq);

/* An operation that came again from another device of its maker, under a number of that one. */
create table repeated_operations (
  device_id uuid not null references devices, dseq bigint not null, operation_id uuid not null,
  primary key (device_id, dseq)
);

/* The id of an operation with other content than it had the first time: kept for whoever looks into it. */
create table quarantine (
  id bigint generated always as identity primary key, operation_id uuid not null, device_id uuid not null,
  body text not null, at timestamptz not null default now()
);

create table refs (ref text primary key, case_id uuid not null);

create table blob_names (
  sha256 text not null, kind text not null, id uuid not null, stream text not null, primary key (sha256, kind, id)
);
create index blob_names_row on blob_names (kind, id);
`,
}
