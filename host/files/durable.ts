import { constants } from 'node:fs'
import { chmod, link, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Makes what was renamed into a folder durable; Windows journals it by itself and has no such call. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  await using folder = await open(path, 'r')
  await folder.sync()
}

interface DurableWrite {
  mode?: number
  fresh?: boolean
  id: string
  scratch?: string
}

/**
 * Puts bytes at a path so that at any instant, power loss included, either the old or the new ones are there.
 * The new ones grow in `scratch`, a folder of the same disk, else beside the path. `mode` is the file's; with `fresh` a path that exists already is kept, and the error has the code `EEXIST`.
 */
export const writeDurably = async (
  path: string,
  bytes: Uint8Array | string,
  { mode, fresh = false, id, scratch = dirname(path) }: DurableWrite,
): Promise<void> => {
  const part = join(scratch, `.casebench-${id}.lock`)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0)
  try {
    const file = await open(part, flags, mode ?? 0o666)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    // The process's mask took bits from a mode that is to be kept.
    if (mode !== undefined) await chmod(part, mode)
    if (fresh) await link(part, path)
    else await rename(part, path)
  } finally {
    await rm(part, { force: true })
  }
  await syncFolder(dirname(path))
}
