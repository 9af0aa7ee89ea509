import type { Migration } from './migration.ts'

/**
 * An operation's device is locked by the push that writes it, and is never deleted: looking it up once more for each
 * operation was a fifth of the database's work.
 */
export const pushingMigration: Migration = {
  version: 5,
  name: 'pushing',
  sql: 'alter table operations drop constraint operations_device_id_fkey;',
}
