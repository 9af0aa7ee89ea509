import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Database } from '../database/threads.ts'
import { blobFolders } from './blob-store.ts'
import { blobBytes } from './changes.ts'

/** A blob is named within moments of being stored; one that is not after this long never will be. Milliseconds. */
const unnamedFor = 60 * 60 * 1000

/**
 * Removes blobs that a crash left between being stored and being named. Goes through the store slowly in the
 * background of a host that stays. Returns how many it removed.
 */
export const removeUnnamed = async (
  { database, dataDir }: { database: Database; dataDir: string },
  { now, signal }: { now: number; signal: AbortSignal },
): Promise<number> => {
  const { blobs } = blobFolders(dataDir)
  if (!existsSync(blobs)) return 0
  let removed = 0
  for (const shelf of await readdir(blobs))
    for (const sha256 of await readdir(join(blobs, shelf))) {
      if (signal.aborted) return removed
      const path = join(blobs, shelf, sha256)
      if ((await database.read(blobBytes, { sha256 })) !== null) continue
      if (now - (await stat(path)).mtimeMs < unnamedFor) continue
      await rm(path, { force: true })
      removed += 1
    }
  return removed
}
