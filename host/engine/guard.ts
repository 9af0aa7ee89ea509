import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Runs a program in a process group of its own that ends with this host: the guard waits for the end of its standard
 * input, which the system closes when the host goes away, however that happens, and then ends the group (TERM, KILL after
 * the grace). A program that leaves its group escapes it.
 */
const guard = `exec 3<&0
( trap '' TERM HUP INT; cat <&3; if [ "$0" -gt 0 ]; then kill -TERM -$$; sleep "$0"; fi; kill -KILL -$$ ) >/dev/null 2>&1 &
"$@" 3<&- </dev/null &
wait $!`

export interface Guarded {
  readonly file: string
  readonly args: readonly string[]
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
  /** Seconds between TERM and KILL when the host is gone. */
  readonly graceSeconds: number
}

export interface GuardedChild {
  readonly child: ChildProcess
  /** Sends a signal to the program and all it started. */
  signal(name: NodeJS.Signals): void
}

export const spawnGuarded = ({ file, args, folder, env, graceSeconds }: Guarded): GuardedChild => {
  const windows = process.platform === 'win32'
  const child = windows
    ? spawn(file, args, {
        cwd: folder,
        env: { ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
        windowsHide: true,
      })
    : spawn('/bin/sh', ['-c', guard, String(graceSeconds), file, ...args], {
        cwd: folder,
        env: { ...env },
        stdio: ['pipe', 'pipe', 'pipe'],
        detached: true,
      })
  const signal = (name: NodeJS.Signals) => {
    const { pid } = child
    if (pid === undefined) return
    try {
      if (windows) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
      else process.kill(-pid, name)
    } catch {
      // The whole group has ended.
    }
  }
  // What the program left running in its group ends with it, and so does the guard.
  child.once('exit', () => signal('SIGKILL'))
  child.stdin?.on('error', () => undefined)
  return { child, signal }
}
