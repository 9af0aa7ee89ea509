import { z } from 'zod'
import { id } from '../../shared/domain/entities.ts'
import { type PresenceTold, presenceRequest } from '../../shared/sync/presence.ts'
import type { Database } from '../database/sql.ts'
import { accessChanged, streamsChannel } from '../sync/hints.ts'
import { createBoard, type Said } from './board.ts'

/** The channel on which processes of one service tell each other who is where. */
const channel = 'casebench_presence'
/** Milliseconds in which what benches say is gathered into one notice: a notice is a lock for all who write. */
const gatherMs = 50
/** Bytes of one notice; PostgreSQL takes 8,000. */
const noticeBytes = 7_500
/** Milliseconds between two looks for who went away without a word. */
const sweepMs = 5_000

const notice = z.array(presenceRequest.extend({ deviceId: id, personId: id.nullable() }))

/** Who is reading a case and who is writing, in the memory of every process. */
export interface Presence {
  /** A bench says what it has before it, all of which it may read. */
  say(said: Said): void
  seenBy(deviceId: string): PresenceTold
  /** Calls back when a bench sees something else than before. Returns the disposer. */
  subscribe(deviceId: string, onChange: () => void): () => void
  close(): Promise<void>
}

/** As few notices as hold all; none is longer than PostgreSQL takes. */
const notices = (all: Iterable<Said>): string[] => {
  const texts: string[] = []
  let parts: string[] = []
  let bytes = 2
  for (const said of all) {
    const part = JSON.stringify(said)
    if (parts.length > 0 && bytes + part.length + 1 > noticeBytes) {
      texts.push(`[${parts.join(',')}]`)
      parts = []
      bytes = 2
    }
    parts.push(part)
    bytes += part.length + 1
  }
  return parts.length > 0 ? [...texts, `[${parts.join(',')}]`] : texts
}

/** What a notice says; nothing where a process of another version means something else by it. */
const readNotice = (payload: string): Said[] => {
  try {
    return notice.parse(JSON.parse(payload))
  } catch {
    // Presence is no truth that could be lost.
    return []
  }
}

export const openPresence = async (
  database: Database,
  { now, onError }: { now: () => number; onError: (error: Error) => void },
): Promise<Presence> => {
  const board = createBoard(now)
  const listeners = new Map<string, Set<() => void>>()
  const waiting = new Map<string, Said>()
  let timer: NodeJS.Timeout | undefined
  let telling: Promise<unknown> = Promise.resolve()

  const tell = (benches: ReadonlySet<string>) => {
    for (const deviceId of benches) for (const onChange of listeners.get(deviceId) ?? []) onChange()
  }
  const unlisten = await database.listen([channel, streamsChannel], ({ channel: from, payload }) => {
    // Who may read what is asked anew by what each bench says next.
    if (from === streamsChannel) return payload === accessChanged ? tell(board.clear()) : undefined
    if (payload === '') return undefined
    for (const said of readNotice(payload)) tell(board.put(said))
  })
  const send = () => {
    timer = undefined
    const texts = notices(waiting.values())
    waiting.clear()
    // Whoever missed it hears it again within seconds.
    for (const text of texts)
      telling = database.query('select pg_notify($1, $2)', [channel, text]).catch(onError)
  }
  const sweep = setInterval(() => tell(board.expire()), sweepMs)
  sweep.unref()
  return {
    say(said) {
      tell(board.put(said))
      waiting.set(said.deviceId, said)
      timer ??= setTimeout(send, gatherMs)
    },
    seenBy: (deviceId) => board.seenBy(deviceId),
    subscribe(deviceId, onChange) {
      const own = listeners.get(deviceId) ?? new Set()
      listeners.set(deviceId, own.add(onChange))
      return () => {
        own.delete(onChange)
        if (own.size === 0) listeners.delete(deviceId)
      }
    },
    async close() {
      clearInterval(sweep)
      if (timer) {
        clearTimeout(timer)
        send()
      }
      await telling
      await unlisten()
      listeners.clear()
    },
  }
}
