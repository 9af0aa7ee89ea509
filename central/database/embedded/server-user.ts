import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname } from 'node:path'
import { BenchError } from '../../../shared/contract/error.ts'

export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
  /** What a program is started through where a private folder stands in its way; empty where it starts by itself. */
  readonly through: readonly string[]
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
  return uid && gid !== undefined ? { name, uid, gid, through: [] } : undefined
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

/** The first folder above a path that a user cannot go through. */
const obstacle = (path: string, user: ServerUser): string | undefined => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder)
    const needed = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
    if ((mode & needed) === 0) return folder
    if (folder === dirname(folder)) return undefined
  }
}

/** To go through any folder is the one right of root's that is kept; the second is for containers without the first. */
const CAPABILITIES = ['dac_read_search', 'dac_override']

const keeping = ({ uid, gid }: ServerUser, capability: string): string[] => [
  'setpriv',
  `--reuid=${uid}`,
  `--regid=${gid}`,
  '--clear-groups',
  `--inh-caps=-all,+${capability}`,
  `--ambient-caps=-all,+${capability}`,
  '--',
]

const works = ([program = '', ...args]: readonly string[], path: string): boolean => {
  try {
    execFileSync(program, [...args, 'ls', '-d', path], { stdio: 'ignore' })
    return true
  } catch {
    // The system has no setpriv, or this container may not give the right on.
    return false
  }
}

/**
 * The user in a form that reaches the given paths, through private folders above them if need be: root's own home, or a
 * temporary folder. Throws where that cannot be had.
 */
export const withReach = (user: ServerUser | undefined, paths: readonly string[]): ServerUser | undefined => {
  if (!user) return undefined
  for (const path of paths) {
    const folder = obstacle(path, user)
    if (folder === undefined) continue
    const through = CAPABILITIES.map((one) => keeping(user, one)).find((one) => works(one, dirname(path)))
    if (through) return { ...user, through }
    throw new BenchError(
      'unsupported',
      `PostgreSQL does not run as root but as the user "${user.name}", who cannot reach ${path} because ${folder} is private. Nothing was started. Start the service as another user, use a folder outside of ${folder}, or give a database with --database-url.`,
    )
  }
  return user
}
