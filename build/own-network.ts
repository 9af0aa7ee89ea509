import { spawnSync } from 'node:child_process'

/** A command line before another one, which then runs in a network of its own that has this machine alone. */
const prefix = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$0" "$@"'] as const

/**
 * What to put before a command line so that networks of containers that come and go do not disturb it: Chromium takes
 * them for the machine's own and drops what it is loading. Null where that cannot be done: it takes Linux, and root.
 */
export const ownNetwork = (): readonly [string, ...string[]] | null => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null
  const [program, ...options] = prefix
  return spawnSync(program, [...options, 'true']).status === 0 ? prefix : null
}
