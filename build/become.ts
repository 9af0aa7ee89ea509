import { spawn } from 'node:child_process'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Runs a program in place of this one. Where the system can replace a process no parent remains, so signals arrive
 * and nothing can be left behind; elsewhere (Windows) the child gets them passed on and its exit code becomes ours.
 */
export const become = (
  program: string,
  options: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): void => {
  if (process.execve !== undefined && process.platform !== 'win32') {
    process.execve(program, [program, ...options], env)
  }
  const child = spawn(program, options, { stdio: 'inherit', env })
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal))
  process.once('exit', () => child.kill())
  child.once('error', (error) => {
    console.error(`${program} could not be started: ${error.message}`)
    process.exitCode = 1
  })
  child.once('exit', (code) => process.exit(code ?? 1))
}
