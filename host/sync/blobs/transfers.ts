import { rm } from 'node:fs/promises'
import { BenchError } from '../../../shared/contract/error.ts'
import type { TransferSettings } from '../../../shared/contract/transfers.ts'
import { blobPath } from '../../attachments/blob-store.ts'
import type { Database } from '../../database/threads.ts'
import { reach } from './ask.ts'
import type { Moving } from './board.ts'
import type { Conditions } from './decide.ts'
import { arrivingPath, sweepArriving } from './download.ts'
import { transferQueue } from './queue.ts'
import { getTransfer, resumeTransfers } from './rows.ts'
import type { Network } from './transfer.ts'
import type { Transport } from './transport.ts'
import {
  doubtTransfers,
  dropBlob,
  forgetBlobs,
  giveUpBlob,
  hurryTransfers,
  pauseTransfer,
  retryTransfer,
  unpinBlob,
  wantBlob,
} from './wishes.ts'

export interface TransfersOptions {
  database: Database
  dataDir: string
  transport: Transport
  /** Milliseconds since the epoch. */
  now(): number
  /** A number in [0, 1). */
  random(): number
  /** Resolves after so many milliseconds; rejects when the signal aborts. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>
  settings(): TransferSettings
  network(): Network
  /** Whether everything rests from the start. */
  paused?: boolean
}

export interface BlobTransfers {
  /** Looks for work now: something was attached, the settings or the network changed. */
  wake(): void
  /** Tries again now what waits for its next try: the service can be reached again. */
  hurry(): Promise<void>
  /** Moves all that may go, each file tried once, and answers how many went; for a sync that ends. */
  once(signal: AbortSignal): Promise<{ up: number; down: number }>
  /** Asks for a file that is not here. Resolves when the wish is noted, not when the file is here. */
  want(sha256: string, wish?: { pin?: boolean; confirmed?: boolean }): Promise<{ coming: boolean }>
  unpin(sha256: string): Promise<void>
  /** Asks for a file no more; what came of it is removed. */
  giveUp(sha256: string): Promise<void>
  /** Lets a file go that waits for a person: failed, or (`confirmed`) too large to go unasked. */
  retry(sha256: string, answer?: { confirmed?: boolean }): Promise<void>
  /** What is allowed now, which says why a transfer waits. */
  conditions(): Conditions
  /** The settings or the network changed: stops what may not go any more, and lets go what may. */
  reconsider(): Promise<void>
  /** Rests one file, or everything. */
  pause(sha256?: string): Promise<void>
  resume(sha256?: string): Promise<void>
  /**
   * Removes the copy here, once the service says again that it has the file and that this bench may fetch it. Throws
   * `not-verified`, and removes nothing, where it does not.
   */
  drop(sha256: string): Promise<void>
  /** Asks the service again for all that it is said to have: it was restored from a backup, or is another one. */
  doubt(): Promise<{ doubted: number }>
  /** Removes files that nobody here may have any more, with all that was on its way. */
  forget(sha256s: readonly string[]): Promise<void>
  /** Tells what moves, now and at each change; what waits is read from the database. */
  watch(listener: (moving: Moving[]) => void): () => void
  close(): Promise<void>
}

/** The traffic of files between this bench and the central service. */
export const blobTransfers = async (options: TransfersOptions): Promise<BlobTransfers> => {
  const { database, dataDir } = options
  await database.write(resumeTransfers, {})
  await sweepArriving(dataDir, async (sha256) => {
    const known = await database.read(getTransfer, { sha256 })
    return known?.direction === 'down' && known.state === 'pending'
  })
  const queue = transferQueue(options)
  const over = (work: Promise<unknown>) => work.then(() => queue.wake())
  return {
    wake: queue.wake,
    hurry: () => over(database.write(hurryTransfers, {})),
    once: queue.once,
    async want(sha256, { pin = false, confirmed = false } = {}) {
      const wish = await database.write(wantBlob, { sha256, pin, confirmed })
      queue.wake()
      return wish
    },
    conditions: queue.conditions,
    reconsider: queue.reconsider,
    giveUp: (sha256) =>
      queue.alone(sha256, async () => {
        await database.write(giveUpBlob, { sha256 })
        await rm(arrivingPath(dataDir, sha256), { force: true })
      }),
    unpin: (sha256) => over(database.write(unpinBlob, { sha256 })),
    retry: (sha256, { confirmed = false } = {}) => over(database.write(retryTransfer, { sha256, confirmed })),
    async pause(sha256) {
      if (sha256 === undefined) return queue.rest(true)
      await database.write(pauseTransfer, { sha256, paused: true })
      await queue.stop(sha256)
    },
    async resume(sha256) {
      if (sha256 === undefined) return queue.rest(false)
      await over(database.write(pauseTransfer, { sha256, paused: false }))
    },
    drop: (sha256) => queue.alone(sha256, (signal) => drop(options, sha256, signal)),
    async doubt() {
      const found = await database.write(doubtTransfers, {})
      queue.wake()
      return found
    },
    async forget(sha256s) {
      for (const sha256 of sha256s)
        await queue.alone(sha256, async () => {
          await database.write(forgetBlobs, { sha256s: [sha256] })
          await rm(blobPath(dataDir, sha256), { force: true })
          await rm(arrivingPath(dataDir, sha256), { force: true })
        })
    },
    watch: queue.watch,
    close: queue.close,
  }
}

const drop = async (
  { database, dataDir, transport }: TransfersOptions,
  sha256: string,
  signal: AbortSignal,
) => {
  const notVerified = () =>
    new BenchError(
      'not-verified',
      'The central service does not confirm that it has this file, or it is pinned. The copy here stays.',
    )
  const known = await database.read(getTransfer, { sha256 })
  if (known?.state !== 'verified' || known.pinned) throw notVerified()
  const answer = await reach(transport, { method: 'HEAD', path: `/v1/blobs/${sha256}`, signal })
  const sure =
    answer.status === 200 &&
    answer.header('etag') === `"${sha256}"` &&
    Number(answer.header('content-length')) === known.bytes
  if (!sure) throw notVerified()
  const { dropped } = await database.write(dropBlob, { sha256 })
  if (!dropped) throw notVerified()
  await rm(blobPath(dataDir, sha256), { force: true })
}
