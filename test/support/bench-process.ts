import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { repositoryRoot } from '../../build/repository.ts'

/** The browser shell's host as a process of its own, as a person starts it. */
export interface BenchProcess {
  /** The one-time address it printed. */
  readonly url: string
  /** What it wrote to stderr. */
  said(): string
  /** Ends it as Ctrl-C does and waits for its end. */
  stop(): Promise<void>
  /** Ends it as a power cut does. */
  kill(): Promise<void>
}

export const startBench = async (
  dataDir: string,
  env: Readonly<Record<string, string>> = {},
): Promise<BenchProcess> => {
  const entry = ['host/entry/serve.ts', '--data', dataDir, '--port', '0']
  const child = spawn(process.execPath, entry, {
    cwd: repositoryRoot,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()))
  const exited = once(child, 'exit')
  const url = await Promise.race([
    printedLink(child.stdout),
    exited.then(([code]) => Promise.reject(new Error(`The host ended with ${code}: ${said.join('')}`))),
  ])
  const end = async (signal: NodeJS.Signals) => {
    if (isRunning(child)) child.kill(signal)
    await exited
  }
  return { url, said: () => said.join(''), stop: () => end('SIGINT'), kill: () => end('SIGKILL') }
}

const printedLink = (stdout: Readable): Promise<string> =>
  new Promise((resolve) => {
    createInterface(stdout).on('line', (line) => {
      const link = /^ {2}(http\S+)$/.exec(line)?.[1]
      if (link) resolve(link)
    })
  })

const isRunning = (child: ChildProcess) => child.exitCode === null && child.signalCode === null
