import type { Migration } from './migration.ts'

/**
 * An operation's device is locked by the push that writes it, and is never deleted: it need not be looked up once more
 * for each operation. `access_changes` counts every change of anybody's access, so that what is told on open lines goes
 * only to those whose access is the one they were let in with.
 */
export const pushingMigration: Migration = {
  version: 5,
  name: 'pushing',
  sql: `
alter table operations drop constraint operations_device_id_fkey;

create table access_changes (one int primary key check (one = 1), count bigint not null);
insert into access_changes (one, count) values (1, 0);
`,
}
