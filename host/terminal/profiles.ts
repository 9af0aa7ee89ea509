import { accessSync, constants, statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { basename, delimiter, isAbsolute, join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import type { TerminalProfile } from '../../shared/contract/terminals.ts'
import { marking } from './shells/shell.ts'

const names = ['bash', 'zsh', 'fish', 'pwsh', 'sh'] as const
const windowsNames = ['pwsh', 'powershell', 'cmd'] as const

interface Surroundings {
  platform: NodeJS.Platform
  env: NodeJS.ProcessEnv
  /** The shell that the system has for this user; null where it has none. */
  loginShell(): string | null
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
  const usual =
    own !== null && isAbsolute(own) && isProgram(own) ? { name: basename(own), path: own } : found[0]
  const all = usual ? [usual, ...found.filter(({ name }) => name !== usual.name)] : found
  return all.map((profile) => ({
    ...profile,
    marks: marking(profile.path) !== null,
    standard: profile === usual,
  }))
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
