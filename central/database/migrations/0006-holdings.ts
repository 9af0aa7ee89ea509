import type { Migration } from './migration.ts'

/**
 * Which benches have rows of a restricted customer: because they were told its stream, or because they had what moved
 * there out of the global one, up to its place `upto`. A row goes when the bench says that it has removed them. Who has a
 * grant now counts as told before.
 */
export const holdingsMigration: Migration = {
  version: 6,
  name: 'holdings',
  sql: `
create table holdings (
  device_id uuid not null references devices, customer_id uuid not null, via text not null, upto bigint not null default 0,
  since timestamptz not null default now(), primary key (customer_id, device_id, via)
);
create index holdings_device on holdings (device_id);
insert into holdings (device_id, customer_id, via)
  select distinct d.id, g.customer_id, 'customer:' || g.customer_id
  from devices d join team_members m on m.account_id = d.account_id join grants g on g.team_id = m.team_id;
`,
}
