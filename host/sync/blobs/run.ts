import { blobPath } from '../../attachments/blob-store.ts'
import { searchableText } from '../../attachments/searchable-text.ts'
import type { Database } from '../../database/threads.ts'
import type { Board } from './board.ts'
import { afterFailure, type Conditions, holdOf, TransferFailure } from './decide.ts'
import { type DownloadOptions, download, sizeOf } from './download.ts'
import type { Throttle } from './pace.ts'
import { beginTransfer, endTransfer, keepDownload, nameOfBlob, noteProgress, verifyUpload } from './rows.ts'
import type { Direction, Transfer } from './transfer.ts'
import { type UploadOptions, upload } from './upload.ts'

/** Milliseconds between notes of how far a file is; the service knows better, so they are for a person's eye. */
const noteEvery = 2000

export interface RunOptions extends Pick<UploadOptions, 'transport' | 'buffers' | 'wait'> {
  dataDir: string
  database: Database
  board: Board
  throttles: Readonly<Record<Direction, Throttle>>
  conditions(): Conditions
  now(): number
  random(): number
}

/** Bytes a second below which one part at a time goes. */
const slow = 1024 * 1024

/**
 * Parts of one file on their way at once. A service gives each request five minutes, so on a slow network two parts that
 * share it could both never arrive where one does.
 */
export const lanesFor = ({ tries, limit }: { tries: number; limit: number | null }): number =>
  tries > 0 || (limit !== null && limit < slow) ? 1 : 2

/** How a transfer's turn ended: over, to be tried again, waiting for a person, or stopped by one. */
export type Ended = 'done' | 'later' | 'held' | 'stopped'

/** One turn of one transfer: moves its bytes and notes what became of it. Never throws but for the database's sake. */
export const runTransfer = async (
  options: RunOptions,
  transfer: Transfer,
  signal: AbortSignal,
): Promise<Ended> => {
  const { database, now, random } = options
  const { sha256, tries } = transfer
  try {
    return await (transfer.direction === 'up'
      ? send(options, transfer, signal)
      : fetchFile(options, transfer, signal))
  } catch (error) {
    if (signal.aborted) {
      await database.write(endTransfer, { ...transfer, state: 'pending' })
      return 'stopped'
    }
    const failure = failureOf(error)
    await database.write(endTransfer, {
      sha256,
      ...afterFailure({ tries }, failure, { now: now(), random: random() }),
    })
    return 'later'
  }
}

/** What nobody foresaw is told and tried again, since it need not last. */
const failureOf = (error: unknown): TransferFailure =>
  error instanceof TransferFailure
    ? error
    : new TransferFailure(
        'busy',
        `This file could not be moved (${error instanceof Error ? error.message : String(error)}). It is tried again by itself.`,
      )

const send = async (
  options: RunOptions,
  { sha256, bytes, tries }: Transfer,
  signal: AbortSignal,
): Promise<Ended> => {
  const file = { sha256, bytes: bytes ?? 0 }
  const lanes = lanesFor({ tries, limit: options.conditions().settings.uploadLimit })
  await shown(options, { ...file, direction: 'up' }, (onProgress) =>
    upload(
      {
        ...{ ...options, signal, onProgress, lanes, throttle: options.throttles.up },
        placeOf: (of) => blobPath(options.dataDir, of),
      },
      file,
    ),
  )
  await options.database.write(verifyUpload, { sha256 })
  return 'done'
}

const fetchFile = async (options: RunOptions, transfer: Transfer, signal: AbortSignal): Promise<Ended> => {
  const { database, dataDir } = options
  const { sha256 } = transfer
  const more: DownloadOptions = {
    ...{ ...options, signal },
    throttle: options.throttles.down,
    onProgress: () => undefined,
  }
  const bytes = transfer.bytes ?? (await sizeOf(more, sha256))
  if (holdOf({ ...transfer, bytes }, options.conditions()) !== null) {
    // Only now its size is known, and it is one that a person is asked about.
    await database.write(beginTransfer, { sha256, bytes })
    await database.write(endTransfer, { ...transfer, state: 'pending' })
    return 'held'
  }
  await shown(options, { sha256, bytes, direction: 'down' }, (onProgress) =>
    download({ ...more, onProgress }, { sha256, bytes }),
  )
  const name = (await database.read(nameOfBlob, { sha256 })) ?? ''
  const text = await searchableText(dataDir, { name, sha256, bytes })
  await database.write(keepDownload, { sha256, bytes, text })
  return 'done'
}

/** Shows a file as moving while `work` goes on, and notes now and then how far it is. */
const shown = async (
  { database, board, now }: RunOptions,
  file: { sha256: string; bytes: number; direction: Direction },
  work: (onProgress: (certain: number, done?: number) => void) => Promise<void>,
): Promise<void> => {
  const { sha256, bytes } = file
  await database.write(beginTransfer, { sha256, bytes })
  const place = board.show({ ...file, done: 0 })
  let noted = now()
  let over = 0
  // It only pictures how far the file is; the next note, or the end, says it better.
  const note = () => database.write(noteProgress, { sha256, done: over }).catch(() => undefined)
  try {
    await work((certain, done = certain) => {
      place.progress(done)
      over = certain
      if (now() - noted < noteEvery) return
      noted = now()
      void note()
    })
  } catch (error) {
    await note()
    throw error
  } finally {
    place.remove()
  }
}
