import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { followParent } from './follow-parent.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const run = (program: string, options: readonly string[]): ReturnType<typeof spawn> => {
  const child = spawn(program, options, { stdio: 'inherit' })
  child.once('error', (error) => {
    console.error(`${program} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.once('exit', (code) => process.exit(code ?? 1))
  return child
}

/**
 * Runs a Node program in place of this one: signals reach it, its exit code is ours, and it ends with the parent of
 * this process. Windows cannot replace a process; there it runs beside this one and ends with it.
 */
export const becomeNode = (endWithParent: string, options: readonly string[]): void => {
  const all = ['--import', pathToFileURL(endWithParent).href, ...options]
  if (process.execve !== undefined && process.platform !== 'win32') {
    process.execve(process.execPath, [process.execPath, ...all], process.env)
  }
  for (const signal of SIGNALS) process.on(signal, () => undefined)
  run(process.execPath, all)
}

/** Runs another program beside this one and ends it with this one, with its parent, and on every signal. */
export const accompany = (program: string, options: readonly string[]): void => {
  const child = run(program, options)
  const end = (): boolean => child.kill()
  // From a terminal Ctrl-C reaches the child as well; a second one would cut its ending short.
  for (const signal of SIGNALS)
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY === true) || child.kill(signal))
  process.once('exit', end)
  followParent(end)
}
