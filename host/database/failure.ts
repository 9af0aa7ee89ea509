import { BenchError } from '../../shared/contract/error.ts'

const sentences: Record<string, { code: string; message: string }> = {
  SQLITE_FULL: full(),
  // The file of shared memory beside the database is the first that a disk without a free page has no room for.
  SQLITE_IOERR_SHMSIZE: full(),
  SQLITE_IOERR_SHMMAP: full(),
  SQLITE_READONLY: {
    code: 'read-only',
    message:
      'The data folder cannot be written to, so this was not saved. Check the permissions of the folder.',
  },
  SQLITE_CANTOPEN: {
    code: 'read-only',
    message:
      'The database file cannot be opened. Check that the data folder exists and that you may write to it.',
  },
  SQLITE_CORRUPT: damaged(),
  SQLITE_NOTADB: damaged(),
  SQLITE_IOERR: {
    code: 'disk-full',
    message:
      'The disk did not take the data, so this was not saved. What was saved before is safe. Check the disk.',
  },
}

function full() {
  return {
    code: 'disk-full',
    message:
      'The disk is full, so this was not saved. What was saved before is safe. Free some space and try again.',
  }
}

function damaged() {
  return {
    code: 'damaged',
    message:
      'The database file is damaged. Nothing was changed. Bring your last backup back with "casebench restore FILE --force"; what is here now is moved aside and kept.',
  }
}

/** An error of SQLite or of the file system as a sentence a person can act on; anything else as it is. */
export const toBenchError = (error: unknown): unknown => {
  if (error instanceof BenchError || !(error instanceof Error)) return error
  const code = 'code' in error ? String(error.code) : ''
  const known = Object.keys(sentences).find((prefix) => code === prefix || code.startsWith(`${prefix}_`))
  const sentence = known && sentences[known]
  if (sentence) return new BenchError(sentence.code, sentence.message, { sqlite: code })
  if (code === 'ENOSPC') return new BenchError('disk-full', sentences.SQLITE_FULL?.message ?? error.message)
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new BenchError('read-only', sentences.SQLITE_READONLY?.message ?? error.message)
  return error
}
