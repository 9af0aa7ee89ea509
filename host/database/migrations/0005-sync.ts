import type { Migration } from './migration.ts'

/**
 * What a bench knows of the central service. `ver` is the service's version of a row, 0 for one that it does not have;
 * a row that pending changes touch keeps what the service has of it in `shadows` until they are through.
 */
export const syncMigration: Migration = {
  version: 5,
  name: 'sync',
  sql: `
create table streams (
  key integer primary key, id text not null unique, seq integer not null, tag text not null
) strict;

alter table cases add column ver integer not null default 0;
alter table cases add column stream_key integer references streams;
alter table customers add column ver integer not null default 0;
alter table customers add column stream_key integer references streams;
alter table people add column ver integer not null default 0;
alter table people add column stream_key integer references streams;
alter table events add column ver integer not null default 0;
alter table links add column ver integer not null default 0;
alter table patches add column ver integer not null default 0;

create table conflicts (
  key integer primary key, id text not null unique, case_key integer references cases, entity text not null,
  state text not null, at integer not null, body text not null, ver integer not null default 0,
  stream_key integer references streams
) strict;
create index conflicts_open on conflicts (at) where state = 'open';
create index conflicts_case on conflicts (case_key) where case_key is not null;

create table shadows (
  kind text not null, id text not null, scope text not null, ver integer not null, stream_key integer,
  /* Null where the service has no such row, or has it no longer. */
  body text, primary key (kind, id)
) strict, without rowid;
create index shadows_scope on shadows (scope);

/* Rows that cannot be shown yet: of a kind that this program does not know, or that name a row that has not come. */
create table set_aside (
  kind text not null, id text not null, stream_key integer not null, ver integer not null, body text,
  primary key (kind, id)
) strict, without rowid;

/* pending: to be sent; sent: the service answered; settled: its effect was pulled; rejected: it was refused. */
alter table operations add column state text not null default 'pending';
/* The case, customer or person that it is about: what is shown of those is made anew when the service has news. */
alter table operations add column scope text;
alter table operations add column reason text;
alter table operations add column settled_at integer;
create index operations_waiting on operations (state, dseq) where state != 'settled';
create index operations_scope on operations (scope, dseq) where state in ('pending', 'sent', 'rejected');
create index operations_settled on operations (settled_at) where settled_at is not null;
`,
}
