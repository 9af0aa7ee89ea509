import type { Migration } from './migration.ts'

/**
 * The bytes of attachments. An upload belongs to one account, so that nobody learns by it what others have sent or can
 * spoil it. `blob_holders` tells who has had the whole of a blob, by sending it or by being able to read it: knowing a
 * hash is no right to its bytes. `blobs.named` is true once a row named the blob; `blob_parts.surplus` is the
 * part that the last one of its number left over; `blob_leavings` are bytes that nothing stands for any more
 * and that are still to be removed from the store.
 */
export const blobsMigration: Migration = {
  version: 3,
  name: 'blobs',
  sql: `
create table blobs (
  sha256 text primary key, bytes bigint not null, place text not null, verified_at timestamptz not null,
  named boolean not null default false
);
create index blobs_unnamed on blobs (verified_at) where not named;

create table blob_holders (
  sha256 text not null references blobs on delete cascade, account_id uuid not null references accounts,
  device_id uuid not null references devices, primary key (sha256, account_id)
);
create index blob_holders_device on blob_holders (device_id, sha256);

create table blob_uploads (
  id uuid primary key, sha256 text not null, account_id uuid not null references accounts,
  device_id uuid not null references devices, bytes bigint not null, place text not null, handle text not null,
  touched_at timestamptz not null
);
create unique index blob_uploads_owner on blob_uploads (sha256, account_id, bytes);
create index blob_uploads_device on blob_uploads (device_id);
create index blob_uploads_touched on blob_uploads (touched_at);

create table blob_parts (
  upload_id uuid not null references blob_uploads on delete cascade, part int not null, digest text not null,
  token text not null, surplus text, primary key (upload_id, part)
);

/* Who wrote the row that names the blob; null where that is not known. */
alter table blob_names add column account_id uuid;

create table blob_leavings (place text primary key, handle text not null, left_at timestamptz not null);
`,
}
