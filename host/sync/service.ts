import { hostname } from 'node:os'
import { z } from 'zod'
import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { SyncState, SyncStatus, sync } from '../../shared/contract/sync.ts'
import type { NetworkKind, transfers as transfersContract } from '../../shared/contract/transfers.ts'
import { readServiceAddress } from '../../shared/lib/service-address.ts'
import type { Database } from '../database/threads.ts'
import type { Topic } from '../database/topics.ts'
import { me } from '../desk/people.ts'
import { live } from '../rpc/live.ts'
import { discardRejected, resolveConflict, retryRejected } from './acts.ts'
import { networkKind, runProgram } from './blobs/network-kind.ts'
import { openFiles } from './blobs/open-files.ts'
import { blobTransport } from './blobs/transport.ts'
import { joinService, leaveService, setPaused, signInAgain } from './connect.ts'
import { type Engine, openEngine } from './engine.ts'
import { heldReplies } from './held.ts'
import { scrub } from './scrub.ts'
import { dropToken, keepToken, tokenOf } from './secret.ts'
import { openConflicts, type Standing, syncItems, syncStanding } from './standing.ts'
import { httpTransport, troubleOf, Unreached } from './transport.ts'

export interface SyncOptions {
  database: Database
  dataDir: string
  now(): number
  random(): number
  /** Which kind of network leads out; asks the system where it is not given. */
  askNetwork?: () => Promise<NetworkKind>
}

export interface Sync {
  handlers: Handlers<typeof sync>
  transfers: Handlers<typeof transfersContract>
  /** Syncs in the background from now on. */
  start(): void
  close(): Promise<void>
}

const registered = z.object({
  deviceId: z.uuid(),
  token: z.string().min(1).max(500),
  accountId: z.uuid(),
  personId: z.uuid(),
  organisation: z.object({ name: z.string().max(300) }),
})

const meAnswer = z.object({ account: z.object({ name: z.string().min(1).max(300) }) })

const refusal = z.object({ error: z.object({ message: z.string().max(2000) }) })

/** Asks the service something, as a person where a personal token is given. */
const ask = async <T>(
  url: string,
  answer: z.ZodType<T>,
  as: { token?: string; body?: object } = {},
): Promise<T> => {
  const { token, body } = as
  const response = await fetch(url, {
    method: body ? 'POST' : 'GET',
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body ? { 'content-type': 'application/json' } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
    redirect: 'manual',
    signal: AbortSignal.timeout(30_000),
  }).catch((error: unknown) => {
    throw new BenchError('unreachable', `${troubleOf(error).message} Nothing was connected.`)
  })
  const json: unknown = await response.json().catch(() => undefined)
  if (response.status === 401)
    throw new BenchError(
      'refused',
      'The service does not accept this token. Nothing was connected. Ask for a new one.',
    )
  const parsed = answer.safeParse(json)
  if (response.ok && parsed.success) return parsed.data
  const said = refusal.safeParse(json).data?.error.message
  throw new BenchError(
    said ? 'refused' : 'unreachable',
    said ?? 'What answers at this address is no Casebench service. Nothing was connected. Check the address.',
  )
}

const alive = z.object({ ok: z.literal(true) })

/**
 * The address as it is kept, once a Casebench service has answered there: a token goes to nobody else. Throws `invalid` or
 * `unreachable`.
 */
const checkAddress = async (typed: string): Promise<string> => {
  const address = readServiceAddress(typed)
  if (!address.ok) throw new BenchError('invalid', address.reason)
  await ask(`${address.url}/healthz`, alive)
  return address.url
}

/** Names this bench at the service and gets its token. */
const register = async (database: Database, url: string, token: string) => {
  const person = await database.read(me, {})
  const { account } = await ask(`${url}/v1/me`, meAnswer, { token })
  const body = { name: hostname().slice(0, 100), personId: person.id }
  const answer = await ask(`${url}/v1/devices`, registered, { token, body })
  return { ...answer, accountName: account.name }
}

const stateOf = (
  { connection, pending, rejected, conflicts }: Standing,
  { trouble, running, fetching }: ReturnType<Engine['status']>,
): SyncState => {
  if (!connection) return 'off'
  if (connection.paused) return 'paused'
  const quiet = trouble?.code === 'offline' || trouble?.code === 'server-trouble'
  if ((trouble && !quiet) || rejected > 0 || conflicts > 0) return 'attention'
  if (trouble) return 'offline'
  return pending > 0 || (running && fetching !== null) || !connection.complete ? 'syncing' : 'up-to-date'
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
  const engine = openEngine({
    ...{ database, now, random },
    transport: httpTransport(endpoint, now),
    onRestored: async () => void (await transfers.doubt()),
    afterPull: async ({ recovered }) => {
      await scrub({ database, forget: transfers.forget })
      await files.wantOwn()
      if (recovered) await transfers.hurry()
      else transfers.wake()
    },
    onStatus: () => {
      for (const listener of listeners) listener()
    },
  })
  const status = async (): Promise<SyncStatus> => {
    const standing = await database.read(syncStanding, {})
    const { connection, pending, rejected, conflicts } = standing
    const { trouble, fetching, nextTryAt } = engine.status()
    return {
      state: stateOf(standing, engine.status()),
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
  return {
    handlers: {
      watchStatus: (_, { signal }) => live(news, { topics: statusTopics, signal, read: status }),
      status,
      async connect({ url: typed, token }) {
        const { connection: known } = await database.read(syncStanding, {})
        if (known)
          throw new BenchError(
            'connected-already',
            `This bench is connected to ${known.url}. Disconnect it first.`,
          )
        const url = await checkAddress(typed)
        const answer = await register(database, url, token)
        await keepToken(dataDir, answer.token)
        const connection = {
          ...{
            url,
            organisation: answer.organisation.name,
            accountId: answer.accountId,
            deviceId: answer.deviceId,
          },
          ...{ epoch: null, grants: null, acked: 0, complete: false, syncedAt: null, paused: false },
        }
        const { personId, accountName } = answer
        await database.write(joinService, { connection, personId, accountName })
        joined = true
        // Another service than before has none of the files.
        await transfers.doubt()
        await transfers.resume()
        engine.wake()
        return { organisation: answer.organisation.name, person: accountName }
      },
      async signIn({ token }) {
        const { url } = await needConnection()
        const answer = await register(database, url, token)
        await keepToken(dataDir, answer.token)
        await database.write(signInAgain, { deviceId: answer.deviceId })
        engine.wake()
        return {}
      },
      async disconnect() {
        joined = false
        await transfers.pause()
        await database.write(leaveService, {})
        await dropToken(dataDir)
        return {}
      },
      async pause(input) {
        await database.write(setPaused, input)
        await (input.paused ? transfers.pause() : transfers.resume())
        engine.wake()
        return {}
      },
      wake() {
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
    start: () => engine.start(),
    async close() {
      await engine.close()
      await files.close()
      wire.close()
    },
  }
}
