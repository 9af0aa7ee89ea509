import { execFileSync } from 'node:child_process'
import { accessSync, constants, readFileSync, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, delimiter, isAbsolute, join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { TerminalProfile } from '../../shared/contract/terminals.ts'
import { marking } from './shells/shell.ts'

const names = ['bash', 'zsh', 'fish', 'pwsh', 'sh'] as const
const windowsNames = ['pwsh', 'powershell', 'cmd'] as const

/** Programs that systems list among the shells and that are none to work in. */
const noShells = new Set(['tmux', 'screen', 'nologin', 'false', 'true', 'git-shell', 'sync'])
const listedAtMost = 50

interface Surroundings {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** The shell that the system has for this user; null where it has none. */
  loginShell(): string | null
  /** What the system lists as shells (shells(5)); empty where it lists none. */
  listed(): string
  /** The first words of a Bash about itself; empty where it says none. */
  bashVersion(path: string): string
}

const here = (): Surroundings => ({
  platform: process.platform,
  env: process.env,
  loginShell: () => {
    try {
      return userInfo().shell
    } catch {
      // A user without an entry in the system's list, as in a container.
      return null
    }
  },
  listed: () => {
    try {
      return readFileSync('/etc/shells', 'utf8').slice(0, 65_536)
    } catch {
      // Windows, and systems that keep no such list.
      return ''
    }
  },
  bashVersion: (path) => {
    try {
      const stdio = ['ignore', 'pipe', 'ignore'] as const
      return execFileSync(path, ['--version'], {
        encoding: 'utf8',
        timeout: 2000,
        maxBuffer: 65_536,
        stdio: [...stdio],
      })
    } catch {
      // It is asked again when its terminal starts, by the script that marks.
      return ''
    }
  },
})

/** The shells that are installed, the user's own first. */
export const findProfiles = (surroundings: Surroundings = here()): TerminalProfile[] => {
  const { platform, env, loginShell } = surroundings
  const windows = platform === 'win32'
  const own = windows ? null : (env.SHELL ?? loginShell())
  const found = (windows ? windowsNames : names).flatMap((name) => {
    const path = onPath(windows ? `${name}.exe` : name, env)
    return path === null ? [] : [{ name: String(name), path }]
  })
  if (!windows) found.push(...listedShells(surroundings.listed()))
  const usual =
    own !== null && isAbsolute(own) && isProgram(own) ? { name: basename(own), path: own } : found[0]
  const all = (usual ? [usual, ...found] : found).filter(
    ({ name }, at, each) => each.findIndex((one) => one.name === name) === at,
  )
  return all.map((profile) => ({
    ...profile,
    marks: canMark(profile.path, surroundings),
    standard: profile === usual,
  }))
}

const listedShells = (text: string) =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((path) => isAbsolute(path) && !noShells.has(basename(path)) && isProgram(path))
    .slice(0, listedAtMost)
    .map((path) => ({ name: basename(path), path }))

/** PS0, which marks the start of a command, came with Bash 4.4. */
const canMark = (path: string, { bashVersion }: Surroundings): boolean => {
  const shell = marking(path)
  if (shell !== 'bash') return shell !== null
  const [, major = 99, minor = 0] = (/version (\d+)\.(\d+)/.exec(bashVersion(path)) ?? []).map(Number)
  return major > 4 || (major === 4 && minor >= 4)
}

/** The profile of that name, or the usual one. Throws `no-shell`. */
export const chooseProfile = (
  profiles: readonly TerminalProfile[],
  name: string | undefined,
): TerminalProfile => {
  const found =
    name === undefined
      ? (profiles.find(({ standard }) => standard) ?? profiles[0])
      : profiles.find((one) => one.name === name)
  if (!found)
    throw new BenchError(
      'no-shell',
      name === undefined
        ? 'No shell was found on this machine. Install one, or set SHELL to it.'
        : `There is no shell "${name}" on this machine. Choose another.`,
    )
  return found
}

const onPath = (name: string, env: NodeJS.ProcessEnv): string | null =>
  (env.PATH ?? '')
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, name))
    .find(isProgram) ?? null

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Not there, or not for this user.
    return false
  }
}
