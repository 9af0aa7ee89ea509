import { BenchError } from '../../shared/contract/error.ts'
import { openDatabase } from '../database/database.ts'
import { type Cluster, openCluster } from '../database/embedded/cluster.ts'
import { migrate } from '../database/migrate.ts'
import { migrations } from '../database/migrations/index.ts'
import type { Database, Sql } from '../database/sql.ts'

export interface StorageOptions {
  readonly dataDir: string
  /** The team's own PostgreSQL; without it the embedded one of the data folder is used. */
  readonly databaseUrl?: string | undefined
  readonly connections?: number
  readonly say: (sentence: string) => void
}

export interface Storage {
  readonly database: Database
  close(): Promise<void>
}

/** Opens the database, the newest schema in it. Of the embedded one it starts the server unless that runs. */
export const openStorage = async (options: StorageOptions): Promise<Storage> => {
  const { dataDir, databaseUrl, connections = 20, say } = options
  let cluster: Cluster | undefined
  if (databaseUrl === undefined) cluster = await openCluster({ folder: dataDir, say })
  const database = openDatabase({
    url: cluster ? cluster.url() : requireUrl(databaseUrl ?? ''),
    connections,
    onIdleError: (error) => say(`A connection to the database broke: ${error.message}`),
  })
  const close = async () => {
    await database.close()
    await cluster?.close()
  }
  try {
    await requireDurable(database)
    await migrate(database, migrations)
    return { database, close }
  } catch (error) {
    await close()
    throw error
  }
}

const requireUrl = (text: string): string => {
  if (URL.canParse(text) && /^postgres(ql)?:$/.test(new URL(text).protocol)) return text
  throw new BenchError(
    'bad-input',
    'The database is given as postgres://user:password@host:port/database. Nothing was started.',
  )
}

/** What is acknowledged to a bench must be on a disk, so a server told to be careless is refused. */
const requireDurable = async (sql: Sql): Promise<void> => {
  for (const name of ['fsync', 'synchronous_commit']) {
    const [row] = await sql.query<{ value: string | null }>('select current_setting($1, true) as value', [
      name,
    ])
    if (row?.value !== 'off') continue
    throw new BenchError(
      'not-durable',
      `This PostgreSQL runs with ${name} = off, so it could lose what benches were told is saved. Nothing was started. Set ${name} to on.`,
    )
  }
}
