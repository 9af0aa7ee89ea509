import { accessSync, constants, mkdirSync } from 'node:fs'
import { BenchError } from '../../shared/contract/error.ts'

/** What the file system or SQLite said of a data folder, as a sentence; an unknown error as it is. */
export const folderError = (dataDir: string, error: unknown): unknown => {
  if (!(error instanceof Error) || !('code' in error)) return error
  const code = String(error.code)
  const known = Object.entries(sentences).find(([codes]) =>
    codes.split(' ').some((one) => code.startsWith(one)),
  )
  if (!known) return error
  const [kind, sentence] = known[1]
  return new BenchError(kind, `The data folder ${dataDir} ${sentence}`, { code })
}

const sentences: Record<string, [kind: string, sentence: string]> = {
  'EEXIST ENOTDIR': [
    'invalid',
    'is not a folder, or something above it is a file. Nothing was changed. Choose another with --data or CASEBENCH_DATA.',
  ],
  'EACCES EPERM EROFS SQLITE_READONLY SQLITE_CANTOPEN': [
    'read-only',
    'cannot be written to. Nothing was changed. Check who owns it and its permissions, or choose another with --data or CASEBENCH_DATA.',
  ],
  'ENOSPC EDQUOT SQLITE_FULL SQLITE_IOERR_SHMSIZE SQLITE_IOERR_SHMMAP': [
    'disk-full',
    'is on a disk that is full. What was saved before is safe. Free some space and start again.',
  ],
  ENAMETOOLONG: ['invalid', 'has a name that is too long for this system. Choose a shorter one with --data.'],
  'SQLITE_NOTADB SQLITE_CORRUPT': [
    'damaged',
    'has a lock.db that is not one of ours. Nothing was changed. Move that one file away and start again.',
  ],
}

/** Makes the folder where it is absent, readable by its owner only, and looks whether it can be used. Throws a `BenchError` with a sentence. */
export const ensureDataFolder = (dataDir: string): void => {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    // SQLite would say of a read-only disk no more than that its file cannot be opened.
    accessSync(dataDir, constants.R_OK | constants.W_OK)
  } catch (error) {
    throw folderError(dataDir, error)
  }
}
