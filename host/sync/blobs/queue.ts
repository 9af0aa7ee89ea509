import { BenchError } from '../../../shared/contract/error.ts'
import { leastLimit } from '../../../shared/contract/transfers.ts'
import { partBytes } from '../../../shared/sync/blobs.ts'
import { type Moving, transferBoard } from './board.ts'
import { lendBuffers } from './buffers.ts'
import { allowance, type Conditions, holdOf } from './decide.ts'
import { throttle } from './pace.ts'
import { dueTransfers, getTransfer } from './rows.ts'
import { type RunOptions, runTransfer } from './run.ts'
import type { Direction, Transfer } from './transfer.ts'
import type { TransfersOptions } from './transfers.ts'
import { hurryTransfers } from './wishes.ts'

/** Parts on their way at once, and as many parts in memory. */
const partsAtOnce = 2

/** Files on their way at once, for each direction; a large one does not hold up small ones. */
const filesAtOnce = 2

/** Milliseconds after which the queue is looked at again although nothing was said of it. */
const lookAgainAfter = 60_000

export interface TransferQueue {
  wake(): void
  once(signal: AbortSignal): Promise<{ up: number; down: number }>
  /** What is allowed now. */
  conditions(): Conditions
  /** What is allowed has changed: stops what may not go any more, and looks for what may. */
  reconsider(): Promise<void>
  /** Rests everything, or goes on. */
  rest(resting: boolean): Promise<void>
  stop(sha256: string): Promise<void>
  /** Runs `work` while nothing else happens to the file. */
  alone<T>(sha256: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  watch(listener: (moving: Moving[]) => void): () => void
  close(): Promise<void>
}

/** Gives each direction its files in turn, as many at once as it may have. */
export const transferQueue = (options: TransfersOptions): TransferQueue => {
  const { database, now, wait } = options
  const board = transferBoard(now)
  const holds = exclusive()
  const moving: Record<Direction, number> = { up: 0, down: 0 }
  const over: Record<Direction, number> = { up: 0, down: 0 }
  let resting = options.paused ?? false
  let timer: NodeJS.Timeout | undefined

  const conditions = () => {
    const settings = options.settings()
    return { network: options.network(), settings, paused: resting || settings.paused }
  }
  const run: RunOptions = {
    ...options,
    ...{ board, conditions },
    buffers: lendBuffers(partsAtOnce, partBytes),
    throttles: {
      up: throttle({ limit: () => atLeast(options.settings().uploadLimit), now, wait }),
      down: throttle({ limit: () => atLeast(options.settings().downloadLimit), now, wait }),
    },
  }

  const start = async (transfer: Transfer) => {
    const { direction } = transfer
    moving[direction] += 1
    try {
      const ended = await holds.run(transfer.sha256, (signal) => runTransfer(run, transfer, signal))
      if (ended === 'done') over[direction] += 1
    } catch {
      // The database did not take the note. It says so to whoever writes, and the next start puts the queue right.
    }
    moving[direction] -= 1
    wake()
  }
  /** Starts what may go in one direction; answers when there will be more. */
  const fill = async (direction: Direction): Promise<number | null> => {
    const found = await database.read(dueTransfers, {
      ...allowance(conditions()),
      // Those that move or are held are not asked for again, and must not hide the ones behind them.
      ...{ direction, now: now(), limit: filesAtOnce + holds.count() },
    })
    for (const transfer of found.due)
      if (!holds.closed() && moving[direction] < filesAtOnce && !holds.has(transfer.sha256))
        void start(transfer)
    return found.nextAt
  }
  const look = async () => {
    const nextAt = [await fill('down'), await fill('up')].filter((at) => at !== null)
    board.changed()
    clearTimeout(timer)
    timer = setTimeout(wake, Math.max(0, Math.min(lookAgainAfter, ...nextAt.map((at) => at - now()))))
    timer.unref()
  }
  // A database that does not answer says so to everybody who asks; the queue is looked at again later.
  const looks = oneAtATime(async () => (holds.closed() ? undefined : await look().catch(() => undefined)))
  const wake = () => void looks.ask()
  /** A network that is gone is found out by the transfer itself. */
  const mayNotGoOn = async (sha256: string) => {
    const transfer = await database.read(getTransfer, { sha256 })
    const hold = transfer?.state === 'moving' ? holdOf(transfer, conditions()) : null
    return hold !== null && hold !== 'offline'
  }

  return {
    wake,
    conditions,
    async reconsider() {
      for (const sha256 of holds.names()) if (await mayNotGoOn(sha256)) await holds.stop(sha256)
      board.changed()
      wake()
    },
    stop: holds.stop,
    alone: (sha256, work) => holds.alone(sha256, work).finally(wake),
    watch: board.watch,
    async rest(value) {
      resting = value
      if (value) await holds.stopAll()
      wake()
    },
    async once(signal) {
      const before = { ...over }
      await database.write(hurryTransfers, {})
      for (;;) {
        await looks.ask()
        if (holds.count() === 0 || signal.aborted) break
        await holds.oneEnds(signal)
      }
      return { up: over.up - before.up, down: over.down - before.down }
    },
    async close() {
      holds.close()
      clearTimeout(timer)
      await looks.ask()
      await holds.stopAll()
      clearTimeout(timer)
      board.close()
    },
  }
}

const atLeast = (limit: number | null): number | null => (limit === null ? null : Math.max(limit, leastLimit))

/** Runs `work` again for whoever asks while it runs, but only once for all of them. */
const oneAtATime = (work: () => Promise<void>) => {
  let next: Promise<void> | undefined
  let last: Promise<void> = Promise.resolve()
  return {
    /** Resolves when a run that began after this call is over. */
    ask(): Promise<void> {
      next ??= last.then(() => {
        next = undefined
        last = work()
        return last
      })
      return next
    },
  }
}

interface Held {
  stop: AbortController
  ended: Promise<void>
}

/** Lets one thing at a time happen to a file, and stops it. */
const exclusive = () => {
  const held = new Map<string, Held>()
  const closing = new AbortController()
  const run = async <T>(sha256: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const stop = new AbortController()
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    held.set(sha256, { stop, ended })
    try {
      return await work(AbortSignal.any([stop.signal, closing.signal]))
    } finally {
      held.delete(sha256)
      resolve()
    }
  }
  const stop = async (sha256: string) => {
    const found = held.get(sha256)
    found?.stop.abort(new BenchError('cancelled', 'Somebody stopped this file.'))
    await found?.ended
  }
  return {
    run,
    stop,
    has: (sha256: string) => held.has(sha256),
    count: () => held.size,
    names: () => [...held.keys()],
    closed: () => closing.signal.aborted,
    close: () => closing.abort(new BenchError('cancelled', 'The bench is closing.')),
    stopAll: async () => void (await Promise.all([...held.keys()].map(stop))),
    async alone<T>(sha256: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      while (held.has(sha256)) await stop(sha256)
      return run(sha256, work)
    },
    async oneEnds(signal: AbortSignal) {
      const aborted = Promise.withResolvers<void>()
      const tell = () => aborted.resolve()
      signal.addEventListener('abort', tell, { once: true })
      await Promise.race([aborted.promise, ...[...held.values()].map(({ ended }) => ended)])
      signal.removeEventListener('abort', tell)
    },
  }
}
