import { type SpawnOptions, spawn } from 'node:child_process'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

interface StepOptions extends SpawnOptions {
  /** Gets what the program prints, where its stdout is a pipe. */
  onOutput?: (chunk: Buffer) => void
}

/**
 * Runs a program and waits for its exit code and the end of its output; signals that arrive meanwhile go to it and
 * then end this process, so that nothing is left behind.
 */
export const runStep = (
  program: string,
  options: readonly string[],
  step: StepOptions = {},
): Promise<number> => {
  const { onOutput, ...spawning } = step
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const child = spawn(program, options, { stdio: 'inherit', ...spawning })
  let stopped: NodeJS.Signals | undefined
  const passOn = (signal: NodeJS.Signals): void => {
    stopped = signal
    child.kill(signal)
  }
  for (const signal of SIGNALS) process.on(signal, passOn)
  if (onOutput) child.stdout?.on('data', onOutput)
  child.once('error', reject)
  child.once('close', (code, signal) => {
    for (const name of SIGNALS) process.off(name, passOn)
    // Of several programs that run side by side the last one ends this process.
    if (stopped && process.listenerCount(stopped) === 0) process.kill(process.pid, stopped)
    resolve(code ?? (signal ? 1 : 0))
  })
  return promise
}
