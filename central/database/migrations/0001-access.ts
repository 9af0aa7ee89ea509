import type { Migration } from './migration.ts'

/**
 * Who there is and what each may reach. Of every token only its SHA-256 is kept. `accounts.name` is what one signs in
 * with, unique without regard to case. `audit` has no foreign keys: it outlives what it tells about.
 */
export const accessMigration: Migration = {
  version: 1,
  name: 'access',
  sql: `
create table organisation (
  one int primary key check (one = 1), id uuid not null, name text not null, created_at timestamptz not null default now()
);

create table accounts (
  id uuid primary key, name text not null, email text, role text not null
    check (role in ('engineer', 'lead', 'expert', 'auditor', 'administrator')),
  person_id uuid, password text, created_at timestamptz not null default now(), disabled_at timestamptz
);
create unique index accounts_name on accounts (lower(name));
create unique index accounts_email on accounts (lower(email));
create unique index accounts_person on accounts (person_id);

create table teams (id uuid primary key, name text not null, created_at timestamptz not null default now());
create unique index teams_name on teams (lower(name));
create table team_members (
  team_id uuid not null references teams on delete cascade,
  account_id uuid not null references accounts on delete cascade, primary key (team_id, account_id)
);
create index team_members_account on team_members (account_id);

create table restricted_customers (customer_id uuid primary key, since timestamptz not null default now());
create table grants (
  team_id uuid not null references teams on delete cascade,
  customer_id uuid not null references restricted_customers on delete cascade,
  granted_at timestamptz not null default now(), primary key (team_id, customer_id)
);
create index grants_customer on grants (customer_id);

create table devices (
  id uuid primary key, account_id uuid not null references accounts, name text not null, token_hash bytea not null,
  created_at timestamptz not null default now(), seen_at timestamptz not null default now(), revoked_at timestamptz,
  last_dseq bigint not null default 0
);
create unique index devices_token on devices (token_hash);
create index devices_account on devices (account_id);

create table personal_tokens (
  id uuid primary key, account_id uuid not null references accounts, name text not null, token_hash bytea not null,
  created_at timestamptz not null default now(), used_at timestamptz, expires_at timestamptz, revoked_at timestamptz
);
create unique index personal_tokens_token on personal_tokens (token_hash);
create index personal_tokens_account on personal_tokens (account_id);

create table sessions (
  id uuid primary key, account_id uuid not null references accounts, token_hash bytea not null,
  created_at timestamptz not null default now(), seen_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create unique index sessions_token on sessions (token_hash);
create index sessions_account on sessions (account_id);

create table one_time_links (
  token_hash bytea primary key, account_id uuid references accounts, created_at timestamptz not null default now(),
  expires_at timestamptz not null, used_at timestamptz
);

create table sign_in_failures (name text not null, address text not null, at timestamptz not null default now());
create index sign_in_failures_name on sign_in_failures (name, at);
create index sign_in_failures_address on sign_in_failures (address, at);

create table audit (
  id bigint generated always as identity primary key, at timestamptz not null default now(), act text not null,
  outcome text not null check (outcome in ('done', 'refused')), account_id uuid, device_id uuid, address text not null,
  subject text not null, details jsonb not null default '{}'
);
create index audit_at on audit (at);
`,
}
