import { chmodSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { BenchError } from '../../../shared/contract/error.ts'
import { codeOf } from '../failures.ts'
import { findBinaries } from './binaries.ts'
import { type Home, initialise, SUPERUSER } from './initialise.ts'
import { readPostmaster, removeStalePidFile, startPostmaster, stopPostmaster } from './postmaster.ts'
import { secretFile } from './secret-file.ts'
import { serverUser, withReach } from './server-user.ts'

export interface ClusterOptions {
  readonly folder: string
  /** Settings of the server beyond ours; for tests that need no durability. */
  readonly settings?: Readonly<Record<string, string>>
  /** Told when the server ended by itself, and when it is back. */
  readonly say?: (sentence: string) => void
  /** How long to wait for a server that does not answer, ms; 90,000 unless told. */
  readonly patience?: number
}

export interface Cluster {
  /** Of a database on this server; ours unless another is named. */
  url(database?: string): string
  /** Leaves the server, which stops unless another process uses it. */
  close(): Promise<void>
}

const DATABASE = 'casebench'
/** Held, shared, by each process that uses the server, and by nobody else's programs: "CASEBNCH" in ASCII. */
const PRESENCE = '4846797399193109320'
const PATIENCE = 90_000
const LOOK_AGAIN = 50

/**
 * The PostgreSQL of a folder, for as long as anybody uses it: the first process starts it, others join, and the last one
 * to leave stops it. Presence is a lock that the server itself holds for a connection, so that whoever is killed has left.
 * A server whose processes were all killed is taken over.
 */
export const openCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const home = prepareHome(resolve(options.folder))
  const { folder, password } = home
  await initialise(home)
  const join = (before?: number) => joinServer(home, before, options)
  let { client, port } = await join()
  let closing = false
  const watch = () => client.once('end', () => void rejoin())
  const rejoin = async () => {
    if (closing) return
    options.say?.('The embedded PostgreSQL ended by itself. Starting it again.')
    try {
      ;({ client, port } = await join(port))
      watch()
      options.say?.('The embedded PostgreSQL runs again.')
    } catch (error) {
      options.say?.(error instanceof Error ? error.message : String(error))
    }
  }
  watch()
  return {
    url: (database = DATABASE) => urlOf(password, port, database),
    close: async () => {
      closing = true
      const isLast = await leave(client)
      if (isLast) await stopPostmaster({ ...home, folder })
      await client.end().catch(() => undefined)
    },
  }
}

const urlOf = (password: string, port: number, database: string): string =>
  `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`

const prepareHome = (folder: string): Home => {
  const binaries = findBinaries()
  const other = serverUser()
  mkdirSync(folder, { recursive: true, mode: other ? 0o711 : 0o700 })
  if (other) chmodSync(folder, 0o711)
  const user = withReach(other, [binaries.initdb, join(folder, 'postgres')])
  return { folder, binaries, user, password: secretFile(join(folder, 'postgres-password')) }
}

interface Presence {
  readonly client: pg.Client
  readonly port: number
}

const joinServer = async (
  home: Home,
  before: number | undefined,
  { settings = {}, patience = PATIENCE }: ClusterOptions,
): Promise<Presence> => {
  const until = Date.now() + patience
  let said = ''
  while (Date.now() < until) {
    const port = readPostmaster(home.folder)?.port
    const found = port === undefined ? 'absent' : await enter(home, port)
    if (typeof found === 'object') return found
    if (found === 'absent') {
      const start = await startPostmaster(home, {
        before: before ?? port,
        insist: before !== undefined,
        settings,
      })
      if (start.started) continue
      said = start.said
      removeStalePidFile(home.folder)
    }
    await pause(LOOK_AGAIN)
  }
  throw new BenchError(
    'no-database',
    `The embedded PostgreSQL in ${home.folder} does not start: ${said.split('\n').at(-1) || 'it does not answer'}. Its data was not touched. See the files in ${join(home.folder, 'postgres', 'log')}.`,
    { said },
  )
}

/** Connects and takes a place; 'busy' while the server starts or the last one to leave stops it. */
const enter = async ({ password }: Home, port: number): Promise<Presence | 'absent' | 'busy'> => {
  const client = new pg.Client({ connectionString: urlOf(password, port, 'postgres'), keepAlive: true })
  // A break is followed by 'end', which is what is acted upon.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query(`select pg_try_advisory_lock_shared(${PRESENCE}) as entered`)
    if (rows[0].entered) {
      await createOurs(client)
      return { client, port }
    }
    await client.end()
    return 'busy'
  } catch (error) {
    await client.end().catch(() => undefined)
    return /^57P0/.test(codeOf(error) ?? '') ? 'busy' : 'absent'
  }
}

const createOurs = async (client: pg.Client): Promise<void> => {
  const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (rowCount) return
  await client.query(`create database ${DATABASE}`).catch((error) => {
    // Another process was first.
    if (!/^(42P04|23505)$/.test(codeOf(error) ?? '')) throw error
  })
}

/** Whether nobody else is there; then nobody can enter any more until the server has stopped. */
const leave = async (client: pg.Client): Promise<boolean> => {
  try {
    await client.query(`select pg_advisory_unlock_shared(${PRESENCE})`)
    const { rows } = await client.query(`select pg_try_advisory_lock(${PRESENCE}) as last`)
    return rows[0].last
  } catch {
    // The server is gone already.
    return false
  }
}
