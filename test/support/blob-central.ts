import { v7 } from 'uuid'
import { authorise } from '../../central/access/authorise.ts'
import { type Role, roles } from '../../central/access/caller.ts'
import { newToken } from '../../central/access/tokens.ts'
import { mayReadBlob } from '../../central/blobs/may-read.ts'
import { blobRoutes } from '../../central/blobs/routes.ts'
import type { BlobStore } from '../../central/blobs/store.ts'
import type { UploadsOptions } from '../../central/blobs/uploads.ts'
import type { Database } from '../../central/database/sql.ts'
import { createMetrics } from '../../central/http/metrics.ts'
import { createServer } from '../../central/http/server.ts'

export interface BlobDevice {
  accountId: string
  deviceId: string
  token: string
}

export interface BlobCentral {
  url: string
  database: Database
  store: BlobStore
  /** Moves the service's time on, in milliseconds. */
  pass(milliseconds: number): void
  now(): number
  addDevice(name: string, role?: Role): Promise<BlobDevice>
  /** A row names a blob, in a stream that everybody reads unless told; `by` is the account that wrote it. */
  name(sha256: string, row?: { stream?: string; by?: string | null }): Promise<void>
  close(): Promise<void>
}

/** The routes of blobs on a free port, over a real database and a store; devices are made without the other routes. */
export const blobCentral = async (
  database: Database,
  store: BlobStore,
  more: Partial<UploadsOptions> = {},
): Promise<BlobCentral> => {
  let passed = 0
  const now = () => Date.now() + passed
  const server = await createServer({
    routes: blobRoutes({
      ...{ database, store, now, newId: v7 },
      mayRead: (accountId, sha256) => mayReadBlob(database, accountId, sha256),
      ...more,
    }),
    authorise: (presented) => authorise(database, presented),
    onRefused: async () => undefined,
    metrics: createMetrics(),
    log: { level: 'error', sink: { write: () => undefined } },
  })
  const { port } = await server.listen({ host: '127.0.0.1', port: 0 })
  return {
    url: `http://127.0.0.1:${port}`,
    ...{ database, store, now },
    pass(milliseconds) {
      passed += milliseconds
    },
    addDevice: (name, role) => addDevice(database, name, role),
    async name(sha256, { stream = 'global', by = null } = {}) {
      await database.query(
        "insert into blob_names (sha256, kind, id, stream, account_id) values ($1, 'event', $2, $3, $4)",
        [sha256, v7(), stream, by],
      )
    },
    close: () => server.drain(1000),
  }
}

const addDevice = async (database: Database, name: string, role: Role = roles[0]): Promise<BlobDevice> => {
  const known = await database.query<{ id: string }>('select id from accounts where name = $1', [name])
  const accountId = known[0]?.id ?? v7()
  const deviceId = v7()
  const { token, hash } = newToken('device')
  if (known.length === 0)
    await database.query('insert into accounts (id, name, role) values ($1, $2, $3)', [accountId, name, role])
  await database.query('insert into devices (id, account_id, name, token_hash) values ($1, $2, $3, $4)', [
    ...[deviceId, accountId, `${name}'s bench`, hash],
  ])
  return { accountId, deviceId, token }
}
