import { v7 } from 'uuid'
import { accountRoutes } from '../access/account-routes.ts'
import type { AccessChange, AccessWorld, OnAccessChange } from '../access/act.ts'
import { administrationRoutes } from '../access/administration-routes.ts'
import { writeAudit } from '../access/audit.ts'
import { authorise } from '../access/authorise.ts'
import { createPasswords, type Passwords } from '../access/passwords.ts'
import { ownRoutes, tokenRoutes } from '../access/routes.ts'
import { signInRoutes } from '../access/sign-in-routes.ts'
import { teamRoutes } from '../access/team-routes.ts'
import { mayReadBlob } from '../blobs/may-read.ts'
import { blobRoutes } from '../blobs/routes.ts'
import type { BlobStore } from '../blobs/store.ts'
import { schemaVersion, storedVersion } from '../database/migrate.ts'
import { migrations } from '../database/migrations/index.ts'
import type { Database, Transaction } from '../database/sql.ts'
import { redactMergeNotes } from '../erasure/overwrite.ts'
import { erasureRoutes } from '../erasure/routes.ts'
import { healthRoutes } from '../health/routes.ts'
import { noteHolders } from '../holdings/note.ts'
import { holdingsRoutes } from '../holdings/routes.ts'
import { createMetrics } from '../http/metrics.ts'
import { refuse } from '../http/refusal.ts'
import type { Route } from '../http/route.ts'
import { createServer, type Refused, type Server, type ServerOptions } from '../http/server.ts'
import { serviceRoutes } from '../http/service-routes.ts'
import type { Provider } from '../identity/provider.ts'
import { identityRoutes } from '../identity/routes.ts'
import { imageRoutes } from '../images/routes.ts'
import { openPresence, type Presence } from '../presence/presence.ts'
import { presenceRoutes } from '../presence/routes.ts'
import { type Hints, openHints } from '../sync/hints.ts'
import { moveWithAccess } from '../sync/move.ts'
import { syncRoutes } from '../sync/routes.ts'
import { webRoutes } from '../web/routes.ts'

/** Who is told, inside of the transaction, when it changes who may reach what. */
const accessListeners: readonly OnAccessChange[] = [moveWithAccess, redactMergeNotes, noteHolders]

const onAccessChange = async (transaction: Transaction, change: AccessChange): Promise<void> => {
  for (const listener of accessListeners) await listener(transaction, change)
}

/** What administrative acts need; the command line uses it without a server. */
export const composeAccess = (database: Database): AccessWorld => ({ database, onAccessChange })

export interface CentralOptions extends Pick<ServerOptions, 'tls' | 'behindProxy' | 'publicUrl' | 'log'> {
  readonly database: Database
  /** Where the bytes of attachments are. */
  readonly store: BlobStore
  readonly version: string
  /** Where people may sign in beside here. */
  readonly provider?: Provider | undefined
}

interface Features {
  readonly world: AccessWorld
  readonly passwords: Passwords
  readonly provider: Provider | undefined
  readonly hints: Hints
  readonly presence: Presence
  readonly store: BlobStore
}

/** Every route of the service but those about itself, in the order of the OpenAPI document. */
const featureRoutes = ({ world, passwords, provider, hints, presence, store }: Features): Route[] => [
  ...signInRoutes(world, { passwords, providerName: provider?.name ?? null }),
  ...(provider ? identityRoutes(world, provider) : []),
  ...ownRoutes(world),
  ...tokenRoutes(world),
  ...accountRoutes(world),
  ...administrationRoutes(world),
  ...teamRoutes(world),
  ...holdingsRoutes(world),
  ...erasureRoutes(world, { database: world.database, store, now: Date.now }),
  ...healthRoutes(world.database),
  ...syncRoutes({ database: world.database, hints, presence, now: Date.now }),
  ...presenceRoutes({ database: world.database, presence }),
  ...blobRoutes({
    database: world.database,
    store,
    mayRead: (accountId, sha256) => mayReadBlob(world.database, accountId, sha256),
    now: Date.now,
    newId: v7,
  }),
  ...imageRoutes(world, store),
  ...webRoutes(),
]

/** Builds the service: each part from what it names, none from the air. */
export const composeCentral = async (
  options: CentralOptions,
): Promise<Server & { routes: readonly Route[] }> => {
  const { database, store, provider, version } = options
  const world = composeAccess(database)
  const metrics = createMetrics()
  const load = (part: 'total' | 'idle' | 'waiting') => () => database.load()[part]
  metrics.gauge('casebench_database_connections', 'Connections to the database.', load('total'))
  metrics.gauge('casebench_database_connections_idle', 'Connections that nobody uses.', load('idle'))
  metrics.gauge('casebench_database_waiting', 'Requests that wait for a connection.', load('waiting'))
  const hints = await openHints(database, { onError: () => undefined })
  const presence = await openPresence(database, { now: Date.now, onError: () => undefined })
  let server: Server | undefined
  const routes = serviceRoutes(
    featureRoutes({ world, passwords: createPasswords(), provider, hints, presence, store }),
    { version, isTakingWork: () => server?.isTakingWork() ?? false, check: () => checkDatabase(database) },
    metrics,
  )
  server = await createServer({
    ...options,
    routes,
    metrics,
    authorise: (presented) => authorise(database, presented),
    onRefused: (refused) => tellAudit(database, refused),
  })
  const { drain } = server
  return {
    ...server,
    routes,
    async drain(patience) {
      await drain(patience)
      await presence.close()
      await hints.close()
    },
  }
}

const checkDatabase = async (database: Database): Promise<void> => {
  const stored = await storedVersion(database)
  const known = schemaVersion(migrations)
  // A newer schema is another process's upgrade: what it adds does not keep this one from working.
  if (stored < known) throw refuse('unavailable', `The database is at version ${stored}, not ${known}.`)
}

const tellAudit = (database: Database, { route, code, caller, address }: Refused): Promise<void> =>
  writeAudit(database, {
    act: 'request',
    outcome: 'refused',
    accountId: caller?.account.id ?? null,
    deviceId: caller?.device?.id ?? null,
    address,
    subject: route,
    details: { code },
  })
