import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { BenchError } from '../../../shared/contract/error.ts'

export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

const idOf = (flag: '-u' | '-g', name: string): number | undefined => {
  try {
    return Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  } catch {
    // There is no such user; the next one is tried.
    return undefined
  }
}

const find = (name: string): ServerUser | undefined => {
  const [uid, gid] = [idOf('-u', name), idOf('-g', name)]
  return uid && gid !== undefined ? { name, uid, gid } : undefined
}

/**
 * PostgreSQL refuses to run as root, so root starts it as another user: `postgres` where there is one, else `nobody`.
 * Undefined where this process is not root and nothing has to change.
 */
export const serverUser = (): ServerUser | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const found = find('postgres') ?? find('nobody')
  if (found) return found
  throw new BenchError(
    'unsupported',
    'PostgreSQL does not run as root, and there is no user "postgres" or "nobody" to run it as. Nothing was started. Start the service as another user, or give a database with --database-url.',
  )
}

/** Throws where the user cannot come through to a path because a folder above it is private. */
export const requireReach = (path: string, user: ServerUser | undefined): void => {
  if (!user) return
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const needed = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & needed) === 0)
      throw new BenchError(
        'unsupported',
        `PostgreSQL does not run as root but as the user "${user.name}", who cannot reach ${path} because ${folder} is private. Nothing was started. Start the service as another user, use a folder outside of ${folder}, or give a database with --database-url.`,
      )
    if (folder === dirname(folder)) return
  }
}
