import { BenchError } from '../../shared/contract/error.ts'
import { codeOf } from './failures.ts'
import type { Migration } from './migrations/migration.ts'
import type { Database, Sql } from './sql.ts'

/** Two sessions that create the same table at once: the catalogue refuses one of them, by a unique index or by name. */
const RACED = new Set(['23505', '42P07', '42710', 'XX000'])

/**
 * One row that whoever migrates holds locked: a lock by row works on every server that speaks the protocol, also where
 * advisory locks do nothing.
 */
const prepare = async (database: Database): Promise<void> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await database.query(
        'create table if not exists schema_version (one int primary key check (one = 1), version int not null)',
      )
      await database.query('insert into schema_version values (1, 0) on conflict do nothing')
      return
    } catch (error) {
      if (attempt === 5 || !RACED.has(codeOf(error) ?? '')) throw error
    }
  }
}

export const schemaVersion = (list: readonly Migration[]): number => list.at(-1)?.version ?? 0

/** The version that a database holds; 0 for a new one. */
export const storedVersion = async (sql: Sql): Promise<number> => {
  const [row] = await sql.query<{ version: number }>('select version from schema_version')
  return row?.version ?? 0
}

/**
 * Brings a database to the newest version: all missing steps in one transaction, with the version. Any number of
 * processes may call it at once; one does the work, the others wait for it. Throws `newer-database` for one from the
 * future, and changes nothing.
 */
export const migrate = async (
  database: Database,
  list: readonly Migration[],
): Promise<{ from: number; to: number }> => {
  await prepare(database)
  const to = schemaVersion(list)
  return database.transaction(async (transaction) => {
    const [row] = await transaction.query<{ version: number }>(
      'select version from schema_version where one = 1 for update',
    )
    const from = row?.version ?? 0
    if (from > to)
      throw new BenchError(
        'newer-database',
        `The database was written by a newer central service (version ${from}, this one knows ${to}). Nothing was changed. Update Casebench here to use it.`,
        { found: from, known: to },
      )
    for (const { version, sql } of list) if (version > from) await transaction.query(sql)
    if (from < to) await transaction.query('update schema_version set version = $1', [to])
    return { from, to }
  })
}
