import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../build/repository.ts'

const launcher = join(repositoryRoot, 'host/entry/casebench.mjs')
const run = promisify(execFile)

/** A central service as a process of its own, as a team starts it; it keeps its address over a restart. */
export interface CentralProcess {
  readonly url: string
  /** What makes the first administrator; null where there is one. */
  readonly adminLink: string | null
  /** Adds a user; answers the token that connects a bench. */
  addUser(name: string): Promise<string>
  /** A command of `casebench central` on its data. */
  command(...argv: string[]): Promise<unknown>
  /** Lets only teams with a grant reach a customer, which nobody has; or everybody again. */
  restrict(customerId: string, restricted: boolean): Promise<void>
  /** Ends it in order: to the benches it is gone. */
  stop(): Promise<void>
  start(): Promise<void>
  /** Ends it and removes what it kept. */
  close(): Promise<void>
}

export interface CentralStart {
  /** More of its command line. */
  readonly argv?: readonly string[]
  /** More of its surroundings. */
  readonly env?: Readonly<Record<string, string>>
  /** Where it keeps what it has; a folder of its own unless told. */
  readonly folder?: string
}

/** Over a PostgreSQL of its own, in a folder that the database's own user can reach. */
export const startCentral = async (more: CentralStart = {}): Promise<CentralProcess> => {
  const folder = more.folder ?? (await mkdtemp(join(tmpdir(), 'casebench-central-')))
  await mkdir(folder, { recursive: true })
  await chmod(folder, 0o711)
  const dataDir = join(folder, 'central')
  let running: Awaited<ReturnType<typeof spawnCentral>> | undefined
  let port = '0'
  const start = async () => {
    running = await spawnCentral(dataDir, port, more)
    port = new URL(running.url).port
  }
  const stop = async () => {
    await running?.stop()
    running = undefined
  }
  const act = async (...argv: string[]): Promise<unknown> => {
    const central = [launcher, 'central', '--data', dataDir, ...argv, '--json']
    return JSON.parse((await run(process.execPath, central)).stdout)
  }
  await start()
  return {
    get url() {
      return running?.url ?? `http://127.0.0.1:${port}`
    },
    get adminLink() {
      return running?.adminLink ?? null
    },
    command: act,
    addUser: async (name) => ((await act('user', 'add', name)) as { token: string }).token,
    async restrict(customerId, restricted) {
      await act('customer', restricted ? 'restrict' : 'unrestrict', customerId)
    },
    stop,
    start,
    async close() {
      await stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const spawnCentral = async (dataDir: string, port: string, more: CentralStart) => {
  const argv = [launcher, 'central', '--data', dataDir, '--port', port, '--json', ...(more.argv ?? [])]
  const child = spawn(process.execPath, argv, {
    cwd: repositoryRoot,
    env: { ...process.env, ...more.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said: string[] = []
  child.stderr.on('data', (bytes: Buffer) => said.push(bytes.toString()))
  const exited = once(child, 'exit')
  const first = once(createInterface(child.stdout), 'line')
  const [line] = await Promise.race([
    first,
    exited.then(([code]) => Promise.reject(new Error(`The service ended with ${code}: ${said.join('')}`))),
  ])
  return {
    ...(JSON.parse(line as string) as { url: string; adminLink: string | null }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT')
      await exited
    },
  }
}
