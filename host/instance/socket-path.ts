import { createHash, randomUUID } from 'node:crypto'
import { lstatSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'

/** Bytes of a socket's path at most: `sun_path` holds 104 on macOS and 108 on Linux, with its end. */
const pathBytesAtMost = 100

export interface SocketPlace {
  dataDir: string
  platform: NodeJS.Platform
  /** The system's folder for temporary files. */
  temporary: string
  /** The user's number; undefined on Windows, which has none. */
  uid: number | undefined
}

/**
 * Where a host listens for local command lines, with the folder made and what a dead host left removed: a socket in the
 * data folder; where its path is too long, in a folder of our own below the temporary one; on Windows a pipe.
 */
export const prepareSocketPath = ({ dataDir, platform, temporary, uid }: SocketPlace): string => {
  // Pipes have one name space for all users; a name that nobody can guess cannot be taken before us.
  if (platform === 'win32') return `\\\\.\\pipe\\casebench-${randomUUID()}`
  const short = createHash('sha256').update(dataDir).digest('hex').slice(0, 16)
  const near = join(dataDir, 'host.sock')
  const fits = Buffer.byteLength(near) <= pathBytesAtMost
  const path = fits ? near : join(ownFolder(temporary, uid), `${short}.sock`)
  rmSync(path, { force: true })
  return path
}

const ownFolder = (temporary: string, uid: number | undefined): string => {
  const folder = join(temporary, `casebench-${uid ?? 0}`)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const found = lstatSync(folder)
  // Anyone may write to the temporary folder, so this one may have been made by somebody else to listen in.
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid) || (found.mode & 0o077) !== 0)
    throw new BenchError(
      'not-allowed',
      `The folder ${folder} is open to other users, so Casebench does not start. Remove it, or choose a shorter data folder.`,
    )
  return folder
}
