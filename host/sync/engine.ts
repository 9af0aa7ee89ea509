import { BenchError, cancelled } from '../../shared/contract/error.ts'
import { type SyncOutcome, type SyncStatus, syncTroubles } from '../../shared/contract/sync.ts'
import type { Told } from '../../shared/sync/protocol.ts'
import type { Database } from '../database/threads.ts'
import { applyTold } from './apply-told.ts'
import { type Pulled, pullAll, pushAll, type Transport } from './exchange.ts'
import { type Standing, syncStanding } from './standing.ts'
import { Unreached } from './transport.ts'

/** Milliseconds between two looks at the service while nothing hints that there is something. */
const pollMs = 60_000
/** Milliseconds in which changes made here are gathered before they are sent. */
const gatherMs = 10
/** Milliseconds before a failed exchange is tried again: doubled each time. */
const firstRetryMs = 1_000
const lastRetryMs = 60_000

export interface EngineOptions {
  database: Database
  transport: Transport & { hints(signal: AbortSignal): AsyncIterable<Told | null> }
  now(): number
  /** A number in [0, 1). */
  random(): number
  /** Called after each pull, before it counts as done; `recovered` when the exchange before it failed. */
  afterPull(pull: { recovered: boolean }): Promise<void>
  /** Called when the service turned out to have another past than the one that this bench knows. */
  onRestored(): Promise<void>
  /** Called whenever what the status says changed in memory. */
  onStatus(): void
}

type Trouble = NonNullable<SyncStatus['trouble']>

/** Exchanges with the service in the background, one exchange at a time. */
export interface Engine {
  /** Starts to sync by itself, until it is closed. */
  start(): void
  /** Looks now. */
  wake(): void
  /** One whole exchange; waits for one under way first. Throws what kept it from being had. */
  once(signal: AbortSignal): Promise<Omit<SyncOutcome, 'blobs'>>
  /** What is known only while it runs. */
  status(): Pick<SyncStatus, 'trouble' | 'fetching' | 'nextTryAt'> & { running: boolean }
  close(): Promise<void>
}

/** No error: said while it lasts, so that nobody wonders why so much is sent. */
const restored: Trouble = {
  code: 'restored',
  message:
    'The service was restored from a backup. What this bench still has is sent again, and everything is fetched again; nothing of it is lost or doubled.',
}

const isTrouble = (code: string): code is Trouble['code'] =>
  (syncTroubles as readonly string[]).includes(code)

const troubleFrom = (error: unknown): Trouble => {
  if (error instanceof BenchError && isTrouble(error.code))
    return { code: error.code, message: error.message }
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'server-trouble', message: `Sync stopped: ${message} Changes wait here; it is tried again.` }
}

export const openEngine = (options: EngineOptions): Engine => {
  const { database, transport, now, random, onStatus } = options
  const closing = new AbortController()
  const { signal } = closing
  let trouble: Trouble | null = null
  let fetching: SyncStatus['fetching'] = null
  let nextTryAt: number | null = null
  let running = false
  let failures = 0
  let under: Promise<unknown> = Promise.resolve()
  let wanted = false
  let changed = false
  let listening = false
  let again: NodeJS.Timeout | undefined
  let hints: Promise<void> = Promise.resolve()
  let poke: (() => void) | undefined
  let loop: Promise<void> = Promise.resolve()

  const tell = (next: { trouble?: Trouble | null; running?: boolean; fetching?: SyncStatus['fetching'] }) => {
    if (next.trouble !== undefined) trouble = next.trouble
    if (next.running !== undefined) running = next.running
    if (next.fetching !== undefined) fetching = next.fetching
    onStatus()
  }
  const exchange = async (signal: AbortSignal): Promise<{ pushed: number; pulled: Pulled }> => {
    tell({ running: true })
    try {
      let pushed = 0
      for (;;) {
        pushed += (await pushAll({ store: database, transport, signal })).pushed
        const pulled = await pullAll({
          ...{ store: database, transport, signal },
          onProgress: ({ rows }) => tell({ fetching: { rows: (fetching?.rows ?? 0) + rows, of: null } }),
        })
        if (pulled.restored) {
          tell({ trouble: restored })
          await options.onRestored()
          continue
        }
        await options.afterPull({ recovered: failures > 0 })
        failures = 0
        tell({ trouble: null })
        return { pushed, pulled }
      }
    } catch (error) {
      if (!signal.aborted) {
        failures += 1
        tell({ trouble: troubleFrom(error) })
      }
      throw error
    } finally {
      tell({ running: false, fetching: null })
    }
  }
  /** One exchange after the other, whoever asks. */
  const inTurn = <T>(act: () => Promise<T>): Promise<T> => {
    const turn = under.then(act, act)
    under = turn.catch(() => undefined)
    return turn
  }
  const standing = (): Promise<Standing> => database.read(syncStanding, {})

  const wait = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms)
      function done() {
        clearTimeout(timer)
        poke = undefined
        resolve()
      }
      poke = done
      if (wanted || signal.aborted) done()
    })
  const pause = () => {
    const base = failures === 0 ? pollMs : Math.min(lastRetryMs, firstRetryMs * 2 ** (failures - 1))
    return base * (0.75 + random() / 2)
  }
  /** One exchange, if there is a service to have it with. */
  const turn = async (): Promise<boolean> => {
    const { connection } = await standing()
    if (!connection || connection.paused) return false
    await inTurn(() => exchange(signal)).catch(() => undefined)
    if (trouble === null && !listening && !signal.aborted)
      hints = listen().catch((error: unknown) => tell({ trouble: troubleFrom(error) }))
    return true
  }
  const run = async () => {
    while (!signal.aborted) {
      wanted = false
      const tried = await turn()
      if (signal.aborted) return
      const ms = pause()
      nextTryAt = tried && failures > 0 ? now() + ms : null
      onStatus()
      await wait(ms)
      // What is done here within a moment goes together; a hint was gathered by the service.
      if (changed) await new Promise((resolve) => setTimeout(resolve, gatherMs))
      changed = false
    }
  }
  const wake = () => {
    wanted = true
    poke?.()
  }
  /** Takes what a hint tells; whatever keeps it from that, a pull shows. */
  const take = (told: Told) =>
    inTurn(async () => {
      const { connection } = await standing()
      if (!connection || connection.paused) return
      const outcome = await database.write(applyTold, told)
      if (outcome === 'pull') wake()
      else if (outcome === 'applied') await options.afterPull({ recovered: false })
    }).catch(wake)
  /** Listens for hints from one good exchange until the line breaks; then it is tried soon, and listened to again. */
  const listen = async () => {
    listening = true
    try {
      for await (const told of transport.hints(signal)) {
        if (told) await take(told)
        else wake()
      }
    } catch (error) {
      if (!(error instanceof Unreached) && !signal.aborted) throw error
    } finally {
      listening = false
    }
    if (!signal.aborted) again = setTimeout(wake, firstRetryMs * (1 + random()))
  }
  let stopWatching: (() => void) | undefined

  return {
    start() {
      stopWatching = database.onChange((topics) => {
        if (!topics.includes('to-send')) return
        changed = true
        // An exchange that runs takes along what it finds; what comes later asks for another one.
        if (running) wanted = true
        else wake()
      })
      loop = run().catch((error: unknown) => tell({ trouble: troubleFrom(error) }))
    },
    wake,
    async once(signal) {
      const both = AbortSignal.any([signal, closing.signal])
      if (both.aborted) throw cancelled()
      const { pushed, pulled } = await inTurn(() => exchange(both))
      const { pending, conflicts } = await standing()
      return { pushed, pulled: pulled.rows, rejected: pulled.rejected, conflicts, upToDate: pending === 0 }
    },
    status: () => ({ trouble, fetching, nextTryAt, running }),
    async close() {
      closing.abort(cancelled())
      stopWatching?.()
      poke?.()
      await under
      await loop
      await hints
      clearTimeout(again)
    },
  }
}
