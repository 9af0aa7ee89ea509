import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { SyncStatus, sync } from '../../shared/contract/sync.ts'
import type {
  NetworkKind,
  TransferSettings,
  transfers as transfersContract,
} from '../../shared/contract/transfers.ts'
import type { Database } from '../database/threads.ts'
import type { Topic } from '../database/topics.ts'
import { openPresence, type PresenceDesk } from '../presence/service.ts'
import { live } from '../rpc/live.ts'
import { discardRejected, resolveConflict, retryRejected } from './acts.ts'
import { networkKind, runProgram } from './blobs/network-kind.ts'
import { openFiles } from './blobs/open-files.ts'
import { type Transport as BlobTransport, blobTransport } from './blobs/transport.ts'
import { setPaused } from './connect.ts'
import { connections } from './connections.ts'
import { openEngine } from './engine.ts'
import { heldReplies } from './held.ts'
import { confirmRemoval, largeRemoval } from './large-removal.ts'
import { tellReceipts } from './receipts.ts'
import { scrub } from './scrub.ts'
import { tokenOf } from './secret.ts'
import { openConflicts, syncItems, syncStanding } from './standing.ts'
import { removalTrouble, stateOf } from './state-of.ts'
import { httpTransport, Unreached } from './transport.ts'

export interface SyncOptions {
  database: Database
  dataDir: string
  now(): number
  random(): number
  /** Which kind of network leads out; asks the system where it is not given. */
  askNetwork?: () => Promise<NetworkKind>
}

/** The central service for whoever moves more than cases there. */
export interface CentralAccess {
  readonly transport: BlobTransport
  /** The limits of speed that a person has set. */
  settings(): TransferSettings
}

export interface Sync {
  handlers: Handlers<typeof sync>
  /** Who else is on a case, as long as the service can be reached. */
  presence: PresenceDesk['handlers']
  transfers: Handlers<typeof transfersContract>
  /** How to ask the service as this bench. Throws `not-connected`. */
  central(): Promise<CentralAccess>
  /** Syncs in the background from now on. */
  start(): void
  close(): Promise<void>
}

const statusTopics: Topic[] = ['sync', 'outbox', 'conflicts', 'transfers']

export const openSync = async ({
  database,
  dataDir,
  now,
  random,
  askNetwork = () => networkKind(runProgram, process.platform),
}: SyncOptions): Promise<Sync> => {
  const listeners = new Set<() => void>()
  const endpoint = async () => {
    const { connection } = await database.read(syncStanding, {})
    const token = await tokenOf(dataDir)
    if (!connection || token === null)
      throw new Unreached('signed-out', 'Sign in again with a new token; changes wait here.')
    return { url: connection.url, token }
  }
  const wire = blobTransport(endpoint)
  const { connection: kept } = await database.read(syncStanding, {})
  let joined = kept !== null
  let paused = kept?.paused ?? false
  const files = await openFiles({
    ...{ database, dataDir, now, random, askNetwork, transport: wire.transport },
    paused: kept?.paused ?? false,
    connected: () => joined,
    reachable: () => engine.status().trouble === null,
    onStatus(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  })
  const { transfers } = files
  const transport = httpTransport(endpoint, { now, onPresence: (told) => presence.heard(told) })
  const presence = openPresence({
    ...{ database, now },
    online: () => joined && !paused && engine.status().trouble === null,
    tell: (request, signal) => transport.presence(request, signal),
  })
  const engine = openEngine({
    ...{ database, now, random },
    transport,
    onRestored: async () => void (await transfers.doubt()),
    afterPull: async ({ recovered }) => {
      await scrub({ database, forget: transfers.forget })
      await tellReceipts({ database, endpoint })
      await files.wantOwn()
      if (recovered) await transfers.hurry()
      else transfers.wake()
    },
    onStatus: () => {
      for (const listener of listeners) listener()
      presence.changed()
    },
  })
  const status = async (): Promise<SyncStatus> => {
    const standing = await database.read(syncStanding, {})
    const { connection, pending, rejected, conflicts } = standing
    const { fetching, nextTryAt, running, ...now } = engine.status()
    const trouble = now.trouble ?? removalTrouble(await database.read(largeRemoval, {}))
    return {
      state: stateOf(standing, { trouble, fetching, running }),
      ...{ url: connection?.url ?? null, organisation: connection?.organisation ?? null, trouble },
      ...{ pending, rejected, conflicts, fetching, complete: connection?.complete ?? false },
      files: await files.counts(),
      ...{ syncedAt: connection?.syncedAt ?? null, nextTryAt },
    }
  }
  /** The database's news and the engine's own. */
  const news = {
    onChange(listener: (topics: readonly Topic[]) => void) {
      const heard = () => listener(['sync'])
      listeners.add(heard)
      const stop = database.onChange(listener)
      return () => {
        listeners.delete(heard)
        stop()
      }
    },
  }
  const needConnection = async () => {
    const { connection } = await database.read(syncStanding, {})
    if (!connection)
      throw new BenchError('not-connected', 'This bench is not connected to a service. Connect it first.')
    return connection
  }
  const connecting = connections({
    ...{ database, dataDir, now, needConnection },
    async onJoined() {
      joined = true
      paused = false
      // Another service than before has none of the files.
      await transfers.doubt()
      await transfers.resume()
      engine.wake()
    },
    onSignedIn: () => engine.wake(),
    async onLeaving() {
      joined = false
      await transfers.pause()
    },
  })
  return {
    handlers: {
      watchStatus: (_, { signal }) => live(news, { topics: statusTopics, signal, read: status }),
      status,
      ...connecting.handlers,
      async pause(input) {
        await database.write(setPaused, input)
        paused = input.paused
        await (input.paused ? transfers.pause() : transfers.resume())
        engine.wake()
        return {}
      },
      wake() {
        engine.wake()
        return {}
      },
      async remove() {
        await database.write(confirmRemoval, {})
        engine.wake()
        return {}
      },
      async once({ timeoutMs }, { signal }) {
        await needConnection()
        const until = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
        const outcome = await engine.once(until)
        return { ...outcome, blobs: await files.once(until) }
      },
      watchItems: (input, { signal }) =>
        live(database, {
          topics: ['outbox', 'cases'],
          signal,
          read: () => database.read(syncItems, input, signal),
        }),
      watchHeld: (input, { signal }) =>
        live(database, {
          topics: ['outbox', 'people', `case:${input.caseId}`],
          signal,
          read: () => database.read(heldReplies, input, signal),
        }),
      async retry(input) {
        await database.write(retryRejected, input)
        engine.wake()
        return {}
      },
      discard: (input) => database.write(discardRejected, input),
      watchConflicts: (input, { signal }) =>
        live(database, {
          topics: ['conflicts', 'cases', 'people', 'customers'],
          signal,
          read: () => database.read(openConflicts, input, signal),
        }),
      conflicts: () => database.read(openConflicts, {}),
      resolve: (input) => database.write(resolveConflict, input),
    },
    transfers: files.handlers,
    async central() {
      await needConnection()
      return { transport: wire.transport, settings: () => transfers.conditions().settings }
    },
    presence: presence.handlers,
    start: () => engine.start(),
    async close() {
      connecting.close()
      await presence.close()
      await engine.close()
      await files.close()
      wire.close()
    },
  }
}
