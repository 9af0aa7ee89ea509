import { homedir } from 'node:os'
import { posix, resolve, win32 } from 'node:path'

export interface Surroundings {
  platform: NodeJS.Platform
  env: Record<string, string | undefined>
  home: string
}

const here = (): Surroundings => ({ platform: process.platform, env: process.env, home: homedir() })

/**
 * The folder that holds a bench: `CASEBENCH_DATA`, or what the platform keeps for an application's data
 * (XDG Base Directory Specification 0.8; Apple's File System Programming Guide; Windows known folders).
 */
export const defaultDataDir = ({ platform, env, home }: Surroundings = here()): string => {
  if (env.CASEBENCH_DATA) return resolve(env.CASEBENCH_DATA)
  if (platform === 'win32')
    return win32.join(env.APPDATA || win32.join(home, 'AppData', 'Roaming'), 'Casebench')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Casebench')
  const xdg = env.XDG_DATA_HOME
  // The specification has relative paths ignored.
  return posix.join(xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'), 'casebench')
}
