import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'

/** Where the system finds the program of that name; null where there is none. A name with a slash is taken from `folder`. */
export const findProgram = (
  name: string,
  { env, folder, platform }: { env: NodeJS.ProcessEnv; folder: string; platform: NodeJS.Platform },
): string | null => {
  const endings = platform === 'win32' ? ['', '.exe', '.cmd', '.bat'] : ['']
  const named = /[/\\]/.test(name) ? [resolve(folder, name)] : onPath(name, env)
  return named.flatMap((path) => endings.map((ending) => path + ending)).find(isProgram) ?? null
}

const onPath = (name: string, env: NodeJS.ProcessEnv): string[] =>
  (env.PATH ?? '').split(delimiter).map((folder) => join(folder || '.', name))

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    // Not there, or not for this user.
    return false
  }
}
