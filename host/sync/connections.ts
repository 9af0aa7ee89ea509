import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { sync } from '../../shared/contract/sync.ts'
import type { Database } from '../database/threads.ts'
import { me } from '../desk/people.ts'
import { signInByBrowser } from './browser-sign-in.ts'
import { joinService, leaveService, signInAgain } from './connect.ts'
import { checkAddress, identityProviderOf, register, revokeAt } from './registration.ts'
import { dropToken, keepToken, tokenOf } from './secret.ts'
import { syncStanding } from './standing.ts'
import type { Connection } from './state.ts'

interface Surroundings {
  database: Database
  dataDir: string
  now(): number
  /** Throws `not-connected`. */
  needConnection(): Promise<Connection>
  onJoined(): Promise<void>
  onSignedIn(): void
  onLeaving(): Promise<void>
}

type Handled = 'ways' | 'connect' | 'connectByBrowser' | 'signIn' | 'disconnect'

/** How this bench becomes one of a service's, stays it, and ends that. */
export const connections = ({
  database,
  dataDir,
  now,
  needConnection,
  ...told
}: Surroundings): { handlers: Pick<Handlers<typeof sync>, Handled>; close(): void } => {
  let browsing: AbortController | undefined
  const personId = async () => (await database.read(me, {})).id
  const requireFree = async () => {
    const { connection: known } = await database.read(syncStanding, {})
    if (known)
      throw new BenchError(
        'connected-already',
        `This bench is connected to ${known.url}. Disconnect it first.`,
      )
  }
  const join = async (url: string, secret: string) => {
    await requireFree()
    const answer = await register(url, { secret, personId: await personId() })
    await keepToken(dataDir, answer.token)
    const connection = {
      ...{ url, organisation: answer.organisation.name },
      ...{ accountId: answer.accountId, deviceId: answer.deviceId },
      ...{ epoch: null, grants: null, acked: 0, complete: false, syncedAt: null, paused: false },
    }
    const { personId: settled, accountName } = answer
    await database.write(joinService, { connection, personId: settled, accountName })
    await told.onJoined()
    return { organisation: answer.organisation.name, person: accountName }
  }
  const signIn = async (secret: string) => {
    const { url, accountId } = await needConnection()
    const answer = await register(url, { secret, personId: await personId() })
    if (answer.accountId !== accountId) {
      await revokeAt(url, answer)
      throw new BenchError(
        'refused',
        `That is ${answer.accountName}, and this bench belongs to somebody else. Nothing was changed here. Sign in as the person it belongs to, or disconnect it first.`,
      )
    }
    await keepToken(dataDir, answer.token)
    await database.write(signInAgain, { deviceId: answer.deviceId })
    told.onSignedIn()
    return { organisation: answer.organisation.name, person: answer.accountName }
  }
  const handlers: Pick<Handlers<typeof sync>, Handled> = {
    async ways({ url: typed }) {
      const url = await checkAddress(typed)
      return { url, identityProvider: await identityProviderOf(url) }
    },
    async connect({ url: typed, token }) {
      await requireFree()
      return join(await checkAddress(typed), token)
    },
    async *connectByBrowser({ url: typed }, { signal }) {
      browsing?.abort()
      const mine = new AbortController()
      browsing = mine
      const url = await checkAddress(typed)
      const { connection } = await database.read(syncStanding, {})
      const again = connection?.url === url
      if (!again) await requireFree()
      yield* signInByBrowser({
        ...{ url, now },
        signal: AbortSignal.any([signal, mine.signal]),
        connect: (token) => (again ? signIn(token) : join(url, token)),
      })
    },
    async signIn({ token }) {
      await signIn(token)
      return {}
    },
    async disconnect() {
      const { connection } = await database.read(syncStanding, {})
      const token = await tokenOf(dataDir)
      await told.onLeaving()
      await database.write(leaveService, {})
      await dropToken(dataDir)
      const revoked =
        !connection || token === null || (await revokeAt(connection.url, { ...connection, token }))
      return { revoked }
    },
  }
  return { handlers, close: () => browsing?.abort() }
}
