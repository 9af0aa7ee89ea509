import type { Migration } from './migration.ts'

/**
 * What was erased on request: that it was, and which benches have not said yet that they removed it too (`upto` is the
 * last of it in the stream `via`). `erased_blobs` are files whose bytes still have to go from the store.
 */
export const erasuresMigration: Migration = {
  version: 7,
  name: 'erasures',
  sql: `
create table erasures (
  id uuid primary key, kind text not null check (kind in ('case', 'customer', 'person')), subject uuid not null,
  at timestamptz not null default now(), cases int not null, rows int not null, operations int not null, blobs int not null
);
create table erasure_holders (
  erasure_id uuid not null references erasures on delete cascade, device_id uuid not null references devices,
  via text not null, upto bigint not null, primary key (erasure_id, device_id, via)
);
create index erasure_holders_device on erasure_holders (device_id, via);
create table erased_blobs (sha256 text primary key);
`,
}
