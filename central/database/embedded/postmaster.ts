import { existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { BenchError } from '../../../shared/contract/error.ts'
import { codeOf } from '../failures.ts'
import { clusterIn, type Home } from './initialise.ts'
import { runProgram } from './program.ts'

/** What a running server, or one that was killed, says of itself in `postmaster.pid` (miscadmin.h, LOCK_FILE_LINE_*). */
export interface Postmaster {
  readonly pid: number
  readonly port: number
}

const START_SECONDS = 60
const INSIST_ATTEMPTS = 60
const INSIST_PAUSE = 50

const pidFile = (folder: string): string => join(clusterIn(folder), 'postmaster.pid')

export const readPostmaster = (folder: string): Postmaster | undefined => {
  try {
    const [pid, , , port] = readFileSync(pidFile(folder), 'utf8').split('\n')
    const found = { pid: Number(pid), port: Number(port) }
    return found.pid > 0 && found.port > 0 ? found : undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}

/** Whether a process of this number runs and may be the server; where the system does not tell, it may. */
const mayBeServer = (pid: number): boolean => {
  try {
    const [, name = '', state] = /^\d+ \((.*)\) (\S)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? []
    // Where nobody collects what a killed process leaves behind, it stays in the list as a zombie.
    return name.startsWith('postgres') && state !== 'Z'
  } catch {
    // No such process, or a system without /proc: PostgreSQL itself finds out.
    return true
  }
}

/**
 * Another program may have the number of the server that was killed, and PostgreSQL then takes it for a server that
 * runs. Where the system tells that it is none, the file is removed.
 */
export const removeStalePidFile = (folder: string): void => {
  const pid = readPostmaster(folder)?.pid
  if (pid !== undefined && !mayBeServer(pid)) rmSync(pidFile(folder), { force: true })
}

const tryPort = (port: number): Promise<number | undefined> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(address && typeof address === 'object' ? address.port : undefined))
    })
  })

/**
 * The same port as before where it is free, so that who was connected finds the server again. A server that just ended
 * holds it a moment longer, for which `insist` waits.
 */
const choosePort = async ({ before, insist }: StartOptions): Promise<number> => {
  for (let attempt = insist ? INSIST_ATTEMPTS : 1; before !== undefined && attempt > 0; attempt -= 1) {
    if ((await tryPort(before)) !== undefined) return before
    if (attempt > 1) await pause(INSIST_PAUSE)
  }
  return (await tryPort(0)) ?? 0
}

/** Only this machine may connect, by password; what was committed is on the disk. */
const settingsOf = (port: number, extra: Readonly<Record<string, string>>): string =>
  Object.entries({
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    max_connections: '200',
    timezone: 'UTC',
    log_timezone: 'UTC',
    logging_collector: 'on',
    // One file for each day of the week, written over a week later.
    log_filename: 'postgres-%a.log',
    log_truncate_on_rotation: 'on',
    ...extra,
  })
    .map(([name, value]) => `-c ${name}=${value}`)
    .join(' ')

interface StartOptions {
  readonly before: number | undefined
  readonly insist: boolean
  readonly settings: Readonly<Record<string, string>>
}

/** Starts the server and waits until it takes connections. False where it did not start, with why. */
export const startPostmaster = async (
  { folder, binaries, user }: Home,
  options: StartOptions,
): Promise<{ started: boolean; said: string }> => {
  const cluster = clusterIn(folder)
  const log = join(cluster, 'start.log')
  rmSync(log, { force: true })
  const { code, said } = await runProgram(
    binaries.pgCtl,
    [
      'start',
      '-w',
      '-t',
      String(START_SECONDS),
      '-s',
      '-D',
      cluster,
      '-l',
      log,
      '-o',
      settingsOf(await choosePort(options), options.settings),
    ],
    { user, cwd: cluster },
  )
  const told = code !== 0 && existsSync(log) ? readFileSync(log, 'utf8').slice(-4_000) : ''
  return { started: code === 0, said: `${said}\n${told}`.trim() }
}

/** Stops the server; transactions under way are taken back. */
export const stopPostmaster = async ({ folder, binaries, user }: Home): Promise<void> => {
  const cluster = clusterIn(folder)
  const args = ['stop', '-w', '-t', String(START_SECONDS), '-s', '-m', 'fast', '-D', cluster]
  const { code, said } = await runProgram(binaries.pgCtl, args, { user, cwd: cluster })
  if (code !== 0 && readPostmaster(folder))
    throw new BenchError(
      'no-database',
      `The embedded PostgreSQL did not stop: ${said}. Its data is safe; the next start takes it over.`,
    )
}
