import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { repositoryRoot } from '../../build/repository.ts'

/** The browser shell's host as a process of its own, as a person starts it. */
export interface BenchProcess {
  /** The one-time address it printed. */
  readonly url: string
  /** Ends it as Ctrl-C does and waits for its end. */
  stop(): Promise<void>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

export const startBench = async (dataDir: string): Promise<BenchProcess> => {
  const entry = ['host/entry/serve.ts', '--data', dataDir, '--port', '0', '--json']
  const child = spawn(process.execPath, entry, { cwd: repositoryRoot, stdio: ['ignore', 'pipe', 'pipe'] })
  const said: string[] = []
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()))
  const exited = once(child, 'exit')
  const [line] = await Promise.race([
    once(createInterface(child.stdout), 'line') as Promise<[string]>,
    exited.then(([code]) => Promise.reject(new Error(`The host ended with ${code}: ${said.join('')}`))),
  ])
  const { url } = JSON.parse(line) as { url: string }
  const end = async (signal: NodeJS.Signals) => {
    if (isRunning(child)) child.kill(signal)
    await exited
  }
  return { url, stop: () => end('SIGINT'), kill: () => end('SIGKILL') }
}

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null
