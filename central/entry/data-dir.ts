import { homedir } from 'node:os'
import { posix, resolve, win32 } from 'node:path'

export interface Surroundings {
  readonly platform: NodeJS.Platform
  readonly env: Readonly<Record<string, string | undefined>>
  readonly home: string
  readonly isRoot: boolean
}

const here = (): Surroundings => ({
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isRoot: process.getuid?.() === 0,
})

/**
 * The folder that holds a central service: `CASEBENCH_CENTRAL_DATA`, or what the platform keeps for an application's
 * data. For root that is the system's folder: PostgreSQL runs as another user, who cannot reach root's home.
 */
export const defaultDataDir = ({ platform, env, home, isRoot }: Surroundings = here()): string => {
  if (env.CASEBENCH_CENTRAL_DATA) return resolve(env.CASEBENCH_CENTRAL_DATA)
  if (platform === 'win32')
    return win32.join(env.LOCALAPPDATA || win32.join(home, 'AppData', 'Local'), 'Casebench Central')
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'Casebench Central')
  if (isRoot) return '/var/lib/casebench-central'
  const xdg = env.XDG_DATA_HOME
  // The specification has relative paths ignored.
  return posix.join(
    xdg && posix.isAbsolute(xdg) ? xdg : posix.join(home, '.local', 'share'),
    'casebench-central',
  )
}
