import { readableStreams } from '../access/streams.ts'
import type { Database, Transaction } from '../database/sql.ts'
import { openLatest } from './latest.ts'

/** The channel on which processes of one service tell each other that streams moved. */
export const streamsChannel = 'casebench_streams'
/** Milliseconds in which what moves is gathered into one notice: far below what a person notices. */
const gatherMs = 10
/** Names in one notice; PostgreSQL takes 8,000 bytes. */
const namesAtMost = 60
/** Said instead of streams when somebody's access changed: everybody looks. */
export const accessChanged = '*'

/** Whom a bench's line belongs to: what may be read, and how often anybody's access had changed when that was looked up. */
export interface Audience {
  streams: ReadonlySet<string>
  access: number
}

/** What a line is told: what a stream got, that there is something to pull, or that access may have changed. */
export type Hint = { told: string } | 'pull' | 'access'

/** Tells benches that streams moved, and what they got where that is little. */
export interface Hints {
  /** Streams moved, in a transaction that has committed. */
  moved(streams: Iterable<string>): void
  /** Calls back when one of the streams moved, or anybody's access changed. Returns the disposer. */
  subscribe(audience: Audience, onHint: (hint: Hint) => void): () => void
  close(): Promise<void>
}

/** Tells from inside a transaction, for acts that are rare: writers never do, because a notice is a lock for all. */
export const tellWithin = async (transaction: Transaction): Promise<void> => {
  await transaction.query('update access_changes set count = count + 1')
  await transaction.query('select pg_notify($1, $2)', [streamsChannel, accessChanged])
}

/** Who listens with this device, as of now; null where it was revoked or its account was disabled. */
export const audienceOf = (
  database: Database,
  { accountId, deviceId }: { accountId: string; deviceId: string },
): Promise<Audience | null> =>
  database.transaction(
    async (transaction) => {
      const [[standing], streams] = await Promise.all([
        transaction.query<{ access: number }>(
          'select a.count as access from access_changes a, devices d where d.id = $1 and d.revoked_at is null',
          [deviceId],
        ),
        readableStreams(transaction, accountId),
      ])
      return standing && streams.length > 0 ? { streams: new Set(streams), access: standing.access } : null
    },
    { isolation: 'repeatable read', readOnly: true },
  )

export const openHints = async (
  database: Database,
  { onError }: { onError: (error: Error) => void },
): Promise<Hints> => {
  const subscribers = new Set<{ audience: Audience; onHint: (hint: Hint) => void }>()
  const latest = openLatest(database)
  /** Streams that are being read, and whether they moved meanwhile. */
  const reading = new Map<string, boolean>()
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let telling: Promise<unknown> = Promise.resolve()
  const unlisten = await database.listen([streamsChannel], ({ payload }) => {
    const names = payload.split('\n')
    // An empty notice follows a connection that was lost: anything may have been missed.
    const all = payload === '' || payload === accessChanged
    if (all) for (const { onHint } of subscribers) onHint('access')
    else for (const name of names) void follow(name)
  })
  const follow = async (stream: string) => {
    const readAlready = reading.has(stream)
    reading.set(stream, readAlready)
    if (readAlready) return
    do {
      reading.set(stream, false)
      const listening = () => [...subscribers].filter(({ audience }) => audience.streams.has(stream))
      if (listening().length === 0) {
        latest.forget(stream)
        break
      }
      const found = await latest.since(stream).catch((error: Error) => {
        onError(error)
        return null
      })
      if (found === undefined) continue
      for (const { audience, onHint } of listening())
        onHint(found !== null && found.access === audience.access ? { told: found.event } : 'pull')
    } while (reading.get(stream))
    reading.delete(stream)
  }
  const tell = () => {
    timer = undefined
    const names = [...waiting]
    waiting.clear()
    for (let at = 0; at < names.length; at += namesAtMost) {
      const payload = names.slice(at, at + namesAtMost).join('\n')
      // A bench that missed a hint asks by the clock.
      telling = database.query('select pg_notify($1, $2)', [streamsChannel, payload]).catch(onError)
    }
  }
  return {
    moved(streams) {
      for (const stream of streams) waiting.add(stream)
      if (waiting.size > 0) timer ??= setTimeout(tell, gatherMs)
    },
    subscribe(audience, onHint) {
      const subscriber = { audience, onHint }
      subscribers.add(subscriber)
      return () => void subscribers.delete(subscriber)
    },
    async close() {
      if (timer) {
        clearTimeout(timer)
        tell()
      }
      await telling
      await unlisten()
      subscribers.clear()
    },
  }
}
