import { copyFileSync, existsSync, rmSync } from 'node:fs'
import { BenchError } from '../../shared/contract/error.ts'
import type { DatabaseFile } from './database.ts'
import { migrations } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

/** The version of the schema that this program reads and writes. */
export const schemaVersion = (list: readonly Migration[] = migrations): number => list.at(-1)?.version ?? 0

/**
 * Brings a database to the newest version, one transaction a step. Before the first step of an existing database
 * `backupTo` receives a copy of it. Throws `newer-database` for a file from a later program.
 */
export const migrate = (
  file: DatabaseFile,
  options: { backupTo?: string; list?: readonly Migration[] } = {},
): { from: number; to: number } => {
  const list = options.list ?? migrations
  const from = Number(file.reader.value<number>('pragma user_version') ?? 0)
  const to = schemaVersion(list)
  if (from > to)
    throw new BenchError(
      'newer-database',
      `This data was written by a newer Casebench (data version ${from}, this program knows ${to}). Nothing was changed. Update Casebench to open it.`,
      { found: from, known: to },
    )
  if (from > 0 && from < to && options.backupTo) backup(file, options.backupTo)
  for (const { version, sql, fill } of list.filter((step) => step.version > from))
    file.transaction((db) => {
      file.exec(sql)
      fill?.(db)
      file.exec(`pragma user_version = ${version}`)
    })
  return { from, to }
}

const backup = (file: DatabaseFile, path: string) => {
  rmSync(`${path}.part`, { force: true })
  file.exec(`vacuum into '${`${path}.part`.replaceAll("'", "''")}'`)
  if (!existsSync(path)) copyFileSync(`${path}.part`, path)
  rmSync(`${path}.part`)
}
