import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findEngine } from './find.ts'

const run = promisify(execFile)

/** What the tests need of Debian to have an engine of their own. */
const packages = ['docker.io', 'docker-compose', 'debootstrap']

export interface TestEngine {
  /** Why there is none; empty where there is one. */
  readonly missing: string
  /** Ends the engine if these tests started it. */
  stop(): Promise<void>
}

/** The engine that is there, or one started for these tests where that is possible: as root, on Debian, with its packages. */
export const startEngine = async (say: (line: string) => void): Promise<TestEngine> => {
  const nothing = async () => undefined
  if (typeof (await findEngine()) !== 'string') return { missing: '', stop: nothing }
  if (process.platform !== 'linux' || process.getuid?.() !== 0)
    return { missing: String(await findEngine()), stop: nothing }
  await install(say)
  if (typeof (await findEngine()) !== 'string') return { missing: '', stop: nothing }
  if (!isOnPath('dockerd')) return { missing: 'dockerd is not installed here', stop: nothing }
  return startDaemon(say)
}

const isOnPath = (name: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)))

const install = async (say: (line: string) => void) => {
  const absent = [
    ['dockerd', 'docker.io'],
    ['docker-compose', 'docker-compose'],
    ['debootstrap', 'debootstrap'],
  ].filter(([program = '']) => !isOnPath(program))
  if (absent.length === 0 || !isOnPath('apt-get')) return
  say(`Installing ${packages.join(', ')} for the tests with a real engine`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await run('apt-get', ['update', '-q'], { env })
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...packages], {
      env,
      maxBuffer: 1e8,
    })
  } catch (error) {
    say(
      `They could not be installed: ${error instanceof Error ? error.message.slice(0, 500) : String(error)}`,
    )
  }
}

/** Seconds that an engine may take to answer. */
const startWithin = 60

const startDaemon = async (say: (line: string) => void): Promise<TestEngine> => {
  const folder = mkdtempSync(join(tmpdir(), 'casebench-engine-'))
  const log = join(folder, 'dockerd.log')
  const daemon = spawn(
    'dockerd',
    ['--storage-driver=overlay2', '--exec-root', join(folder, 'exec'), '--pidfile', join(folder, 'pid')],
    {
      detached: true,
      stdio: ['ignore', openSync(log, 'a'), openSync(log, 'a')],
    },
  )
  const stop = async () => {
    await ended(daemon)
    await clear(folder, say)
  }
  let failed = ''
  daemon.once('error', (error) => {
    failed = error.message
  })
  for (let second = 0; second < startWithin; second += 1) {
    if (failed || daemon.exitCode !== null) break
    if (typeof (await findEngine()) !== 'string') {
      say(`Started dockerd for the tests (its log: ${log})`)
      return { missing: '', stop }
    }
    await delay(1000)
  }
  const said = readFileSync(log, 'utf8').trim().split('\n').slice(-3).join(' ')
  await stop()
  return { missing: `dockerd could not be started: ${failed || said}`, stop: async () => undefined }
}

/** The daemon leaves the network of the machine mounted in its folder; a folder that stays fails no tests. */
const clear = async (folder: string, say: (line: string) => void): Promise<void> => {
  try {
    await run('umount', [join(folder, 'exec/netns/default')]).catch(() => undefined)
    rmSync(folder, { recursive: true, force: true })
  } catch (error) {
    say(`${folder} could not be removed: ${String(error)}`)
  }
}

const ended = (daemon: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (daemon.exitCode !== null || daemon.signalCode !== null) return resolve()
    daemon.once('exit', () => resolve())
    daemon.kill('SIGTERM')
  })
