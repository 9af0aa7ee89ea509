import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { repositoryRoot } from './repository.ts'

export interface DevHost {
  /** Ends the host and starts it again; while one restart is under way another is folded into it. */
  restart(): void
  stop(): Promise<void>
}

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null

/** Keeps a host running from its sources. A host that ends by itself waits for the next change. */
export const restartingHost = (command: readonly string[], onUrl: (url: string) => void): DevHost => {
  let stopped = false
  let restarting: Promise<void> | undefined
  let child: ChildProcess

  const start = (): void => {
    child = spawn(process.execPath, command, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'inherit'] })
    const started = child
    if (child.stdout) createInterface(child.stdout).once('line', (line) => onUrl(JSON.parse(line).url))
    child.once('exit', (code) => {
      const unexpected = !stopped && restarting === undefined && started === child
      if (unexpected) console.log(`The host ended with ${code}; it starts again at the next change.`)
    })
  }

  const end = async (): Promise<void> => {
    if (!isRunning(child)) return
    const exited = once(child, 'exit')
    child.kill('SIGTERM')
    await exited
  }

  const again = async (): Promise<void> => {
    await end()
    restarting = undefined
    if (!stopped) start()
  }

  start()
  return {
    restart() {
      if (!stopped) restarting ??= again()
    },
    async stop() {
      stopped = true
      await restarting
      await end()
    },
  }
}
