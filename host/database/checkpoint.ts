import type { DatabaseFile } from './database.ts'

/** Quiet time after a write before the log is folded into the file, so that no commit pays for it. */
const idleMilliseconds = 250

/** Log pages after which the next write folds it regardless: 64 MiB of 4 KiB pages. */
const pagesAtMost = 16_384

/**
 * Moves SQLite's own checkpoints out of commits. Returns what to call after each write. Durability is the log's; a
 * checkpoint only bounds its length.
 */
export const checkpointWhenIdle = (file: DatabaseFile): (() => void) => {
  file.reader.value(`pragma wal_autocheckpoint = ${pagesAtMost}`)
  let timer: NodeJS.Timeout | undefined
  const fold = () => {
    try {
      file.reader.all('pragma wal_checkpoint(passive)')
    } catch {
      // A full disk, for one: the log holds everything, and the next write asks again.
    }
  }
  return () => {
    clearTimeout(timer)
    timer = setTimeout(fold, idleMilliseconds)
    timer.unref()
  }
}
