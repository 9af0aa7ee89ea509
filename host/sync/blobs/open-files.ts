import { setTimeout as pause } from 'node:timers/promises'
import type { Handlers } from '../../../shared/contract/define.ts'
import type { SyncStatus } from '../../../shared/contract/sync.ts'
import type { transfers as contract, NetworkKind } from '../../../shared/contract/transfers.ts'
import type { Database } from '../../database/threads.ts'
import type { Topic } from '../../database/topics.ts'
import { live } from '../../rpc/live.ts'
import { wantOwnFiles } from '../own-files.ts'
import type { Moving } from './board.ts'
import { unasked } from './decide.ts'
import { watchNetwork } from './network-watch.ts'
import { countTransfers } from './rows.ts'
import { keepSettings } from './settings.ts'
import { fileStandingOf, type Live, listedTransferOf } from './standing.ts'
import { filesOfCase, listTransfers } from './standings.ts'
import { type BlobTransfers, blobTransfers } from './transfers.ts'
import type { Transport } from './transport.ts'

export interface FilesOptions {
  database: Database
  dataDir: string
  now(): number
  random(): number
  transport: Transport
  /** Whether this bench has a service. */
  connected(): boolean
  /** Whether the service answered when it was asked last. */
  reachable(): boolean
  /** Whether sync rests from the start. */
  paused: boolean
  /** Asks the system which kind of network it has. */
  askNetwork(): Promise<NetworkKind>
  /** Calls the listener when `connected` or `reachable` may answer otherwise. */
  onStatus(listener: () => void): () => void
}

/** The files of the bench as sync moves them, and what a window is told and may say of them. */
export interface Files {
  handlers: Handlers<typeof contract>
  transfers: BlobTransfers
  counts(): Promise<SyncStatus['files']>
  /** Asks for the files of this person's own cases, as far as they come by themselves. */
  wantOwn(): Promise<void>
  /** All that may go, once; see `BlobTransfers.once`. */
  once(signal: AbortSignal): Promise<{ up: number; down: number }>
  close(): Promise<void>
}

const nothing = { up: { files: 0, bytes: 0 }, down: { files: 0, bytes: 0 }, asking: 0, failed: 0 }

export const openFiles = async (options: FilesOptions): Promise<Files> => {
  const { database, dataDir, now, random, transport, connected, onStatus } = options
  const settings = await keepSettings(database)
  const listeners = new Set<() => void>()
  const tellRules = () => {
    for (const listener of listeners) listener()
    return transfers.reconsider()
  }
  const network = watchNetwork({
    ask: options.askNetwork,
    wanted: () => connected() && settings.now().networks === 'unmetered',
    onChange: () => void tellRules(),
  })
  const kindOf = () => {
    if (!connected() || !options.reachable()) return 'offline'
    const kind = network.kind()
    // Nothing goes by itself before the system was asked once.
    if (kind === null) return settings.now().networks === 'unmetered' ? 'offline' : 'unmetered'
    return kind === 'metered' ? 'metered' : 'unmetered'
  }
  const transfers = await blobTransfers({
    ...{ database, dataDir, now, random, transport, network: kindOf, paused: options.paused },
    wait: (ms, signal) => pause(ms, undefined, { signal }),
    settings: settings.now,
  })
  void network.look()

  let moving: Moving[] = []
  const stopWatching = transfers.watch((told) => {
    moving = told
    for (const listener of listeners) listener()
  })
  /** News of the database, and of what only this process knows. */
  const news = {
    onChange(listener: (topics: readonly Topic[]) => void) {
      const heard = () => listener(['transfers'])
      listeners.add(heard)
      const stops = [database.onChange(listener), onStatus(heard)]
      return () => {
        listeners.delete(heard)
        for (const stop of stops) stop()
      }
    },
  }
  const standing = (): Live => ({ connected: connected(), conditions: transfers.conditions(), moving })
  const counted = async () => {
    if (!connected()) return nothing
    return database.read(countTransfers, { allowed: unasked(transfers.conditions()) })
  }
  const wantOwn = async () => {
    await database.write(wantOwnFiles, { upTo: settings.now().fetchUpTo })
  }
  const done = async (work: Promise<unknown>): Promise<Record<string, never>> => {
    await work
    return {}
  }
  return {
    transfers,
    wantOwn,
    async counts() {
      const { up, down, asking, failed } = await counted()
      return { open: up.files + down.files - asking, asking, failed }
    },
    async once(signal) {
      await network.look()
      return transfers.once(signal)
    },
    handlers: {
      watchFiles: ({ caseId }, { signal }) =>
        live(news, {
          topics: ['transfers', 'uploads', 'sync', `case:${caseId}`],
          signal,
          async read() {
            const rows = await database.read(filesOfCase, { caseId }, signal)
            const now = standing()
            return { connected: now.connected, files: rows.map((row) => fileStandingOf(row, now)) }
          },
        }),
      watch: ({ limit }, { signal }) =>
        live(news, {
          topics: ['transfers', 'uploads', 'sync', 'cases'],
          signal,
          async read() {
            const { up, down, failed } = await counted()
            const rows = connected() ? await database.read(listTransfers, { limit }, signal) : []
            const now = standing()
            return { up, down, failed, items: rows.map((row) => listedTransferOf(row, now)) }
          },
        }),
      want: ({ sha256s, pin, confirmed }) =>
        done(Promise.all(sha256s.map((sha256) => transfers.want(sha256, { pin, confirmed })))),
      unpin: ({ sha256 }) => done(transfers.unpin(sha256)),
      giveUp: ({ sha256 }) => done(transfers.giveUp(sha256)),
      drop: ({ sha256 }) => done(transfers.drop(sha256)),
      pause: ({ sha256, paused }) => done(paused ? transfers.pause(sha256) : transfers.resume(sha256)),
      retry: ({ sha256, confirmed }) => done(transfers.retry(sha256, { confirmed })),
      watchRules: (_, { signal }) =>
        live(news, {
          topics: ['transfers'],
          signal,
          read: async () => ({ settings: settings.now(), network: network.kind() ?? 'unknown' }),
        }),
      async setRules(part) {
        await settings.set(part)
        if (part.networks === 'unmetered') await network.look()
        if (part.fetchUpTo !== undefined && connected()) await wantOwn()
        await tellRules()
        return {}
      },
    },
    async close() {
      stopWatching()
      network.close()
      await transfers.close()
    },
  }
}
