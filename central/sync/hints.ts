import type { Database, Transaction } from '../database/sql.ts'

/** The channel on which processes of one service tell each other that streams moved. */
const channel = 'casebench_streams'
/** Milliseconds in which what moves is gathered into one notice: far below what a person notices. */
const gatherMs = 10
/** Names in one notice; PostgreSQL takes 8,000 bytes. */
const namesAtMost = 60
/** Said instead of streams when somebody's access changed: everybody looks. */
const everything = '*'

/** Tells benches that there is something to pull; never what. */
export interface Hints {
  /** Streams moved, in a transaction that has committed. */
  moved(streams: Iterable<string>): void
  /** Calls back when one of the streams moved, or anybody's access changed. Returns the disposer. */
  subscribe(streams: ReadonlySet<string>, onHint: () => void): () => void
  close(): Promise<void>
}

/** Tells from inside a transaction, for acts that are rare: writers never do, because a notice is a lock for all. */
export const tellWithin = async (transaction: Transaction): Promise<void> => {
  await transaction.query('select pg_notify($1, $2)', [channel, everything])
}

export const openHints = async (
  database: Database,
  { onError }: { onError: (error: Error) => void },
): Promise<Hints> => {
  const subscribers = new Set<{ streams: ReadonlySet<string>; onHint: () => void }>()
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let telling: Promise<unknown> = Promise.resolve()
  const unlisten = await database.listen([channel], ({ payload }) => {
    const names = payload.split('\n')
    // An empty notice follows a connection that was lost: anything may have been missed.
    const all = payload === '' || payload === everything
    for (const { streams, onHint } of subscribers)
      if (all || names.some((name) => streams.has(name))) onHint()
  })
  const tell = () => {
    timer = undefined
    const names = [...waiting]
    waiting.clear()
    for (let at = 0; at < names.length; at += namesAtMost) {
      const payload = names.slice(at, at + namesAtMost).join('\n')
      // A bench that missed a hint asks by the clock.
      telling = database.query('select pg_notify($1, $2)', [channel, payload]).catch(onError)
    }
  }
  return {
    moved(streams) {
      for (const stream of streams) waiting.add(stream)
      if (waiting.size > 0) timer ??= setTimeout(tell, gatherMs)
    },
    subscribe(streams, onHint) {
      const subscriber = { streams, onHint }
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
