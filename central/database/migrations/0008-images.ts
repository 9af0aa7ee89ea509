import type { Migration } from './migration.ts'

/**
 * Images that benches published. Their parts are blobs, named in `blob_names` by rows of the kind `image` in the stream
 * `images`, which no bench pulls.
 */
export const imagesMigration: Migration = {
  version: 8,
  name: 'images',
  sql: `
create table images (
  id uuid primary key, sha256 text not null unique, config text not null, names text[] not null,
  digests text[] not null, platform text not null, licence text, layers int not null, bytes bigint not null,
  account_id uuid not null references accounts, at timestamptz not null
);
`,
}
