import { join } from 'node:path'
import Database from 'better-sqlite3'
import { folderError } from './data-folder.ts'

export interface Lock {
  release(): void
}

/**
 * Takes the lock of a data folder, or answers null where another holds it. The lock is that of an exclusive SQLite
 * transaction on a file of its own: the system drops it when the process ends, however it ends. The file must
 * not be opened by any other means in this process, since on POSIX closing it anywhere drops the lock.
 */
export const takeLock = (dataDir: string): Lock | null => {
  let file: Database.Database | undefined
  try {
    file = new Database(join(dataDir, 'lock.db'), { timeout: 0 })
    // Nothing is ever written to it, so a kill should leave no journal behind either.
    file.pragma('journal_mode = MEMORY')
    file.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    file?.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw folderError(dataDir, error)
  }
  const held = file
  return { release: () => void held.close() }
}
