import type { Migration } from './migration.ts'

/** Whom an identity provider means by its subjects: the name of a person there that never goes to another. */
export const identitiesMigration: Migration = {
  version: 4,
  name: 'identities',
  sql: `
create table identities (
  issuer text not null, subject text not null, account_id uuid not null references accounts on delete cascade,
  created_at timestamptz not null default now(), primary key (issuer, subject), unique (account_id, issuer)
);
`,
}
