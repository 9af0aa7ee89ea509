import { createHash } from 'node:crypto'
import type { Stats } from 'node:fs'
import { BenchError } from '../../shared/contract/error.ts'
import { openInside } from '../workspace/place.ts'

/** Up to this size a file is an editor's, and its version is the hash of its bytes. */
export const editableBytes = 20_000_000

/** What changes whenever the bytes do: their hash. */
export const hashVersion = (bytes: Uint8Array): string =>
  createHash('sha256').update(bytes).digest('base64url').slice(0, 32)

/** For what is too large to hash again and again: what the disk says of the file. */
export const statVersion = ({ size, mtimeMs, ctimeMs, ino }: Stats): string =>
  `${size}.${mtimeMs}.${ctimeMs}.${ino}`

/** The version of a path as it is now, null where there is no file that could be opened. */
export const versionOf = async (root: string, path: string): Promise<string | null> => {
  try {
    const { file, stats } = await openInside(root, path)
    await using _closing = file
    return stats.size > editableBytes ? statVersion(stats) : hashVersion(await file.readFile())
  } catch (error) {
    // What cannot be opened is gone for an editor; reading it says why.
    if (error instanceof BenchError) return null
    throw error
  }
}
