import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { FromProcess, ToProcess } from './messages.ts'

/** Whatever runs the terminals, as the host sees it. */
export interface PtyChild {
  send(message: ToProcess, onFailure?: () => void): void
  /** Tells it to end its shells and itself. */
  leave(): void
  kill(): void
}

interface Listeners {
  onMessage(message: FromProcess): void
  onExit(): void
}

/**
 * Starts the module at `entry` as a process of its own. The packaged desktop program cannot run as a plain Node
 * (its fuses forbid it, so that nobody else can use it so): there it is a thread.
 */
export const startChild = (entry: URL, dataDir: string, listeners: Listeners): PtyChild =>
  process.versions.electron ? startThread(entry, dataDir, listeners) : startProcess(entry, dataDir, listeners)

const startProcess = (entry: URL, dataDir: string, { onMessage, onExit }: Listeners): PtyChild => {
  const child = fork(fileURLToPath(entry), [dataDir], {
    serialization: 'advanced',
    execArgv: [],
    // In a group of its own, so that Ctrl-C for the host does not end it before the host could.
    detached: true,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  child.on('message', (message) => onMessage(message as FromProcess))
  child.once('error', onExit)
  child.once('exit', onExit)
  return {
    send(message, onFailure) {
      if (!child.connected) onFailure?.()
      else child.send(message, (error) => error && onFailure?.())
    },
    leave() {
      if (child.connected) child.disconnect()
    },
    kill: () => void child.kill('SIGKILL'),
  }
}

export const startThread = (entry: URL, dataDir: string, { onMessage, onExit }: Listeners): PtyChild => {
  const worker = new Worker(entry, { argv: [dataDir] })
  worker.on('message', (message) => onMessage(message as FromProcess))
  // Its exit follows.
  worker.on('error', () => undefined)
  worker.once('exit', onExit)
  return {
    send: (message) => worker.postMessage(message),
    leave: () => worker.postMessage({ leave: true } satisfies ToProcess),
    kill: () => void worker.terminate(),
  }
}
