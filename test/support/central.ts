import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { v7 } from 'uuid'
import { afterAll, beforeAll } from 'vitest'
import { addAccount } from '../../central/access/accounts.ts'
import { type AccessWorld, commandLine } from '../../central/access/act.ts'
import type { Role } from '../../central/access/caller.ts'
import { folderStore } from '../../central/blobs/folder-store.ts'
import { openDatabase } from '../../central/database/database.ts'
import { type Cluster, openCluster } from '../../central/database/embedded/cluster.ts'
import { migrate } from '../../central/database/migrate.ts'
import { migrations } from '../../central/database/migrations/index.ts'
import type { Database } from '../../central/database/sql.ts'
import { type CentralOptions, composeAccess, composeCentral } from '../../central/entry/compose.ts'
import type { Route } from '../../central/http/route.ts'

/** What a test may lose when the machine goes down, for speed. */
const CARELESS = { fsync: 'off', full_page_writes: 'off' }

export interface TestServer {
  /** An empty database of its own; with our schema unless `migrated` is false. Closed with the server. */
  database(options?: { migrated?: boolean; connections?: number }): Promise<Database & { url: string }>
}

/** A folder that the user of the database server can reach too. */
const openFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'central-'))
  chmodSync(folder, 0o755)
  return folder
}

/** A real PostgreSQL for the tests of a file, started before and stopped after them. */
export const testPostgres = (): TestServer => {
  let folder = ''
  let cluster: Cluster | undefined
  const opened: Database[] = []
  let made: Promise<string> | undefined
  beforeAll(async () => {
    folder = openFolder()
    cluster = await openCluster({ folder: join(folder, 'central'), settings: CARELESS })
  })
  afterAll(async () => {
    await Promise.all(opened.map((database) => database.close()))
    await cluster?.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const create = async (template: string): Promise<string> => {
    if (!cluster) throw new Error('The test server has not started')
    const name = `test_${randomBytes(6).toString('hex')}`
    const admin = openDatabase({ url: cluster.url(), connections: 1 })
    await admin.query(`create database ${name} template ${template}`)
    await admin.close()
    return name
  }
  const open = (name: string, connections: number) => {
    const url = cluster?.url(name) ?? ''
    return { url, ...openDatabase({ url, connections }) }
  }
  /** Migrated once; a copy takes a fraction of the time. */
  const template = async (): Promise<string> => {
    const name = await create('template1')
    const database = open(name, 1)
    await migrate(database, migrations)
    await database.close()
    return name
  }
  return {
    database: async ({ migrated = true, connections = 8 } = {}) => {
      if (migrated) made ??= template()
      const database = open(await create(migrated && made ? await made : 'template1'), connections)
      opened.push(database)
      return database
    },
  }
}

export interface TestCentral {
  readonly url: string
  readonly world: AccessWorld
  readonly routes: readonly Route[]
  /** What was written to the log. */
  readonly log: readonly string[]
  close(): Promise<void>
}

/** The service on a free port of this process, over a database of `testPostgres`. */
export const testCentral = async (
  database: Database,
  options: Partial<Pick<CentralOptions, 'provider' | 'store'>> = {},
): Promise<TestCentral> => {
  const log: string[] = []
  const folder = openFolder()
  const central = await composeCentral({
    store: folderStore(join(folder, 'blobs'), v7),
    ...options,
    database,
    version: '0.0.0',
    log: { level: 'debug', sink: { write: (line) => void log.push(line) } },
  })
  const { port } = await central.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `http://127.0.0.1:${port}`,
    world: composeAccess(database),
    routes: central.routes,
    log,
    close: async () => {
      await central.drain(1_000)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export interface TestBench {
  readonly accountId: string
  readonly personId: string
  readonly deviceId: string
  /** The token of the bench. */
  readonly token: string
  /** The personal token of its user. */
  readonly personalToken: string
}

/** A user with a connected bench. */
export const connectBench = async (
  { url, world }: TestCentral,
  { name, role = 'engineer', team }: { name: string; role?: Role; team?: string },
): Promise<TestBench> => {
  const added = await addAccount(world, commandLine, { name, role, team })
  const response = await fetch(`${url}/v1/devices`, {
    method: 'POST',
    headers: { authorization: `Bearer ${added.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: `${name}'s bench`, personId: v7() }),
  })
  if (response.status !== 201) throw new Error(`The bench was not connected: ${await response.text()}`)
  const { deviceId, token, accountId, personId } = (await response.json()) as TestBench
  return { accountId, personId, deviceId, token, personalToken: added.token }
}
