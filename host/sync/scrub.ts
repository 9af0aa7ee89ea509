import { z } from 'zod'
import type { WritableDatabase } from '../database/database.ts'
import type { Read, Write } from '../database/procedure.ts'
import type { Database } from '../database/threads.ts'

const name = 'scrub'
const noted = z.object({ blobs: z.array(z.string()) })

/** Notes, in the transaction that removes rows, what must go from the disk after it. */
export const noteScrub = (db: WritableDatabase, blobs: readonly string[]): void => {
  const before = toScrub(db, {})?.blobs ?? []
  db.run('insert or replace into meta (name, value) values (?, ?)', [
    name,
    JSON.stringify({ blobs: [...before, ...blobs] }),
  ])
}

export const toScrub: Read<object, { blobs: string[] } | null> = (db) => {
  const value = db.value<string>('select value from meta where name = ?', [name])
  return value === undefined ? null : noted.parse(JSON.parse(value))
}

export const noteScrubbed: Write<object, Record<string, never>> = ({ db }) => {
  db.run('delete from meta where name = ?', [name])
  return {}
}

/**
 * Removes from the disk what may no longer be read: files of blobs, and what deleted rows left in the pages of the
 * database and in its log. Begun anew after a crash. Nothing to do costs one look.
 */
export const scrub = async ({
  database,
  forget,
}: {
  database: Database
  forget: (sha256s: readonly string[]) => Promise<void>
}): Promise<void> => {
  const todo = await database.read(toScrub, {})
  if (!todo) return
  await forget(todo.blobs)
  await database.rewrite()
  await database.write(noteScrubbed, {})
}
