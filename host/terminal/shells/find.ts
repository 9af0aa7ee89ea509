import { constants } from 'node:fs'
import { access, readFile, realpath, stat } from 'node:fs/promises'
import { delimiter, isAbsolute, join } from 'node:path'
import type { TerminalProfile } from '../../../shared/contract/terminals.ts'
import { marking, shellName } from './shell.ts'

export interface FindOptions {
  env: Readonly<Record<string, string | undefined>>
  /** The user's login shell as the system has it; null where it has none (Windows). */
  login: string | null
  windows?: boolean
  /** The list of the system's shells; see shells(5). */
  list?: string
}

/** Worth looking for by name where no list names them, the best first. */
const names = ['bash', 'zsh', 'fish', 'pwsh', 'nu', 'ksh', 'dash', 'sh']
const windowsNames = ['pwsh.exe', 'powershell.exe', 'cmd.exe', 'bash.exe', 'nu.exe']

const MOST_LIST_BYTES = 65_536

/** The shells that are installed, the login shell first, each program once. */
export const findShells = async (options: FindOptions): Promise<TerminalProfile[]> => {
  const { env, login, windows = false } = options
  const standard = login ?? (windows ? null : (env.SHELL ?? null))
  const folders = (env.PATH ?? env.Path ?? '')
    .split(windows ? ';' : delimiter)
    .filter((folder) => isAbsolute(folder))
  const byName = (windows ? windowsNames : names).flatMap((name) =>
    folders.map((folder) => join(folder, name)),
  )
  const listed = windows ? [] : await listedShells(options.list ?? '/etc/shells')
  const found = new Map<string, TerminalProfile>()
  for (const path of [...(standard ? [standard] : []), ...byName, ...listed]) {
    const target = await programAt(path, windows)
    const name = shellName(path)
    // One program may have many names, and rbash or sh are not bash though they may be its file.
    const key = `${name} ${target}`
    if (target === null || found.has(key) || unfit.has(name) || taken(found, name)) continue
    found.set(key, { name, path, marks: marking(path) !== null, standard: false })
  }
  const [first, ...others] = found.values()
  return first ? [{ ...first, standard: true }, ...others] : []
}

/** Listed as shells of a login, but of no use to a person. */
const unfit = new Set(['rbash', 'rksh', 'nologin', 'false', 'true', 'git-shell', 'tmux', 'screen'])

/** A second program of the same name (`/bin` and `/usr/local/bin`) would be a second profile nobody can tell apart. */
const taken = (found: ReadonlyMap<string, TerminalProfile>, name: string): boolean =>
  [...found.values()].some((profile) => profile.name === name)

const listedShells = async (list: string): Promise<string[]> => {
  try {
    if ((await stat(list)).size > MOST_LIST_BYTES) return []
    const lines = (await readFile(list, 'utf8')).split('\n').map((line) => line.trim())
    return lines.filter((line) => isAbsolute(line))
  } catch {
    // Not every system has the list.
    return []
  }
}

const programAt = async (path: string, windows: boolean): Promise<string | null> => {
  try {
    if (!isAbsolute(path) || !(await stat(path)).isFile()) return null
    if (!windows) await access(path, constants.X_OK)
    return await realpath(path)
  } catch {
    // It is not there, or not for this user.
    return null
  }
}
