import { createHash, type Hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseContentRange } from '../../../shared/sync/blobs.ts'
import { settle } from '../../attachments/blob-store.ts'
import { failureOf, reach, unreachable } from './ask.ts'
import { TransferFailure } from './decide.ts'
import type { Throttle } from './pace.ts'
import type { TransferAnswer, Transport } from './transport.ts'

/** Bytes hashed and written at a time: fewer trips to the disk's threads than the network brings pieces. */
const blockBytes = 1024 * 1024

const arrivingFolder = (dataDir: string) => join(dataDir, 'arriving')

/** Where a file lies until it is found to be right. It carries no name that anything reads. */
export const arrivingPath = (dataDir: string, sha256: string): string =>
  join(arrivingFolder(dataDir), `${sha256}.part`)

/** Removes what arrives for no transfer. */
export const sweepArriving = async (dataDir: string, wanted: (sha256: string) => Promise<boolean>) => {
  if (!existsSync(arrivingFolder(dataDir))) return
  for (const name of await readdir(arrivingFolder(dataDir)))
    if (!(await wanted(name.replace(/\.part$/, ''))))
      await rm(join(arrivingFolder(dataDir), name), { force: true })
}

export interface ReceiveOptions {
  transport: Transport
  throttle: Throttle
  signal: AbortSignal
  onProgress(done: number): void
}

export interface DownloadOptions extends ReceiveOptions {
  dataDir: string
}

const pathOf = (sha256: string) => `/v1/blobs/${sha256}`

/** The size of a file by the service's word. */
export const sizeOf = async ({ transport, signal }: ReceiveOptions, sha256: string): Promise<number> => {
  const answer = await reach(transport, { method: 'HEAD', path: pathOf(sha256), signal })
  await drained(answer)
  if (answer.status === 404) throw absent()
  const size = Number(answer.header('content-length') ?? Number.NaN)
  if (answer.status !== 200 || !Number.isSafeInteger(size) || size < 0 || !isOurs(answer, sha256))
    throw await failureOf(answer)
  return size
}

/** Fetches a file into the store; under its name only after its bytes were found to hash to it. See `receiveFile`. */
export const download = async (
  options: DownloadOptions,
  { sha256, bytes }: { sha256: string; bytes: number },
): Promise<void> => {
  const { dataDir } = options
  await mkdir(arrivingFolder(dataDir), { recursive: true, mode: 0o700 })
  const path = arrivingPath(dataDir, sha256)
  await receiveFile(options, { sha256, bytes, path })
  await settle(dataDir, path, sha256, bytes)
}

/**
 * Fetches a file to a path, from where it was cut off; resolves when its bytes are synced and hash to its name. Throws
 * `TransferFailure` and the signal's reason; what came stays for the next try, unless it was wrong.
 */
export const receiveFile = async (
  options: ReceiveOptions,
  { sha256, bytes, path }: { sha256: string; bytes: number; path: string },
): Promise<void> => {
  const file = await open(path, existsSync(path) ? 'r+' : 'w+', 0o600)
  let right = false
  try {
    const hash = createHash('sha256')
    let done = await hashWhatCame(file, hash, bytes)
    options.onProgress(done)
    if (done < bytes) done = await receive(options, { sha256, bytes, done, file, hash })
    if (done < bytes) throw unreachable(new Error('the connection broke'))
    right = hash.digest('hex') === sha256
    if (right) await file.sync()
  } catch (error) {
    if (error instanceof TransferFailure && error.kind === 'wrong-bytes') await file.truncate(0)
    throw localFailure(error)
  } finally {
    await file.close()
  }
  if (right) return
  await rm(path, { force: true })
  throw wrongBytes()
}

interface Receiving {
  sha256: string
  bytes: number
  done: number
  file: FileHandle
  hash: Hash
}

const receive = async (
  options: ReceiveOptions,
  { sha256, bytes, done, file, hash }: Receiving,
): Promise<number> => {
  const { transport, throttle, signal, onProgress } = options
  const headers = { range: `bytes=${done}-` }
  const answer = await reach(transport, { method: 'GET', path: pathOf(sha256), headers, signal })
  if (answer.status !== 200 && answer.status !== 206) throw await failureOf(answer)
  const range = parseContentRange(answer.header('content-range'))
  if (answer.status === 206 && (range?.start !== done || range.size !== bytes)) throw wrongBytes()
  if (!isOurs(answer, sha256)) throw await failureOf(answer)
  // A service that does not know ranges sends all of it; what is here already is passed over.
  let skip = answer.status === 200 ? done : 0
  const block = gather(file, hash, done)
  const chunks = answer.body[Symbol.asyncIterator]()
  try {
    for (;;) {
      const { value, done: ended } = await chunks.next().catch((error: unknown) => {
        signal.throwIfAborted()
        throw unreachable(error)
      })
      if (ended) return block.at()
      const chunk = value.subarray(Math.min(skip, value.length))
      skip -= value.length - chunk.length
      if (block.at() + chunk.length > bytes) throw wrongBytes()
      await throttle.pass(chunk.length, signal)
      await block.add(chunk)
      onProgress(block.at())
    }
  } finally {
    await chunks.return?.()
    // What came before a break stays for the next try.
    await block.flush()
  }
}

/** Gathers what comes, from `start` on, and hashes and writes it a block at a time. */
const gather = (file: FileHandle, hash: Hash, start: number) => {
  const block = Buffer.allocUnsafeSlow(blockBytes)
  let written = start
  let filled = 0
  const flush = async () => {
    const bytes = block.subarray(0, filled)
    hash.update(bytes)
    for (let done = 0; done < bytes.length; )
      done += (await file.write(bytes, done, bytes.length - done, written + done)).bytesWritten
    written += filled
    filled = 0
  }
  return {
    at: () => written + filled,
    flush,
    async add(chunk: Uint8Array) {
      for (let at = 0; at < chunk.length; ) {
        const taken = Math.min(chunk.length - at, blockBytes - filled)
        block.set(chunk.subarray(at, at + taken), filled)
        at += taken
        filled += taken
        if (filled === blockBytes) await flush()
      }
    },
  }
}

/** Takes what an earlier try left, as far as it can belong to the file, into the hash. */
const hashWhatCame = async (file: FileHandle, hash: Hash, bytes: number): Promise<number> => {
  const { size } = await file.stat()
  if (size > bytes) await file.truncate(0)
  const length = size > bytes ? 0 : size
  const piece = Buffer.allocUnsafe(Math.max(1, Math.min(blockBytes, length)))
  let at = 0
  while (at < length) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, length - at), at)
    if (bytesRead === 0) break
    hash.update(piece.subarray(0, bytesRead))
    at += bytesRead
  }
  return at
}

/** Whether this is the service's answer about this file, and not a page of a network in between. */
const isOurs = (answer: TransferAnswer, sha256: string) => answer.header('etag') === `"${sha256}"`

const drained = async ({ body }: TransferAnswer) => {
  for await (const _chunk of body) break
}

const localFailure = (error: unknown): unknown => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new TransferFailure(
    'disk-full',
    'The disk here is full, so this file cannot be fetched. Nothing is lost; free some space.',
  )
}

const absent = () =>
  new TransferFailure(
    'absent',
    'The central service does not have this file yet. It is fetched when it arrives there.',
  )

const wrongBytes = () =>
  new TransferFailure(
    'wrong-bytes',
    'What the central service sent is not this file. It was thrown away, and nothing was changed here.',
  )
