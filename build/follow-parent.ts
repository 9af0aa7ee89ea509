const LOOK_EVERY_MS = 500

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // A process of somebody else is alive, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/**
 * Calls back once when this process's parent is gone. npm passes SIGTERM on to its shell only, which dies of it and
 * leaves what it started behind; so whatever npm starts has to look for itself.
 */
export const followParent = (onGone: () => void): void => {
  const parent = process.ppid
  const looking = setInterval(() => {
    if (process.ppid === parent && isAlive(parent)) return
    clearInterval(looking)
    onGone()
  }, LOOK_EVERY_MS)
  looking.unref()
}
