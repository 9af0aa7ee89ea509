import { createHash, type Hash } from 'node:crypto'
import { existsSync, readSync, writeSync } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setImmediate as turn } from 'node:timers/promises'

/** Bytes read, hashed and written at a time: a piece that stays in the processor's cache goes through twice as fast. */
const pieceBytes = 128 * 1024
/** Bytes after which a copy lets its thread hear what came meanwhile. */
const turnBytes = 4 * 1024 * 1024
/** Bytes between syncs: what a power cut can cost an upload. */
const syncEvery = 64 * 1024 * 1024

/** Where blobs lie under a data folder: `blobs/ab/abcd…`, and what is on its way there under `incoming/`. */
export const blobFolders = (dataDir: string) => ({
  blobs: join(dataDir, 'blobs'),
  incoming: join(dataDir, 'incoming'),
})

export const blobPath = (dataDir: string, sha256: string): string =>
  join(blobFolders(dataDir).blobs, sha256.slice(0, 2), sha256)

export const incomingPath = (dataDir: string, uploadId: string): string =>
  join(blobFolders(dataDir).incoming, `${uploadId}.part`)

export interface StoredBlob {
  sha256: string
  bytes: number
  deduplicated: boolean
}

/** Makes a folder entry durable: on POSIX a rename is kept only once its folder is synced. */
const syncFolder = async (path: string) => {
  // Windows has no way to sync a folder; NTFS journals the rename.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * Moves complete bytes into the store under their hash. The part file is synced before, and the folder after the
 * rename, so that a blob that the database names is whole after power loss.
 */
export const settle = async (
  dataDir: string,
  part: string,
  sha256: string,
  bytes: number,
): Promise<StoredBlob> => {
  const path = blobPath(dataDir, sha256)
  if (existsSync(path) && (await stat(path)).size === bytes) {
    await rm(part, { force: true })
    return { sha256, bytes, deduplicated: true }
  }
  const folder = join(path, '..')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await rename(part, path)
  await syncFolder(folder)
  await syncFolder(join(folder, '..'))
  return { sha256, bytes, deduplicated: false }
}

export interface CopyOptions {
  dataDir: string
  uploadId: string
  signal?: AbortSignal
  /** Called after each piece with the bytes done so far. */
  onProgress?: (done: number) => void
}

/**
 * Copies a file of this disk into the store in one pass, each piece read, hashed and written by the calling thread, which
 * must be nobody else's: handing pieces to other threads costs more than it saves. A part left by a crash is kept as far
 * as it equals the file. Memory stays flat at two pieces.
 */
export const storeFile = async (path: string, options: CopyOptions): Promise<StoredBlob> => {
  await mkdir(blobFolders(options.dataDir).incoming, { recursive: true, mode: 0o700 })
  const part = incomingPath(options.dataDir, options.uploadId)
  const source = await open(path, 'r')
  const target = await open(part, existsSync(part) ? 'r+' : 'w+', 0o600)
  try {
    const hash = createHash('sha256')
    const bytes = await copyPieces({ source, target, hash, options })
    await target.truncate(bytes)
    await target.sync()
    return await settle(options.dataDir, part, hash.digest('hex'), bytes)
  } finally {
    await source.close()
    await target.close()
  }
}

interface Copy {
  source: FileHandle
  target: FileHandle
  hash: Hash
  options: CopyOptions
}

const copyPieces = async ({ source, target, hash, options }: Copy): Promise<number> => {
  const { signal, onProgress } = options
  const piece = Buffer.allocUnsafe(pieceBytes)
  let resuming = (await target.stat()).size > 0
  let synced: Promise<void> | undefined
  let nextTurn = turnBytes
  let nextSync = syncEvery
  for (let at = 0; ; ) {
    signal?.throwIfAborted()
    const fresh = piece.subarray(0, readSync(source.fd, piece, 0, pieceBytes, at))
    if (fresh.length === 0) {
      await synced
      return at
    }
    resuming &&= holds(target, fresh, at)
    hash.update(fresh)
    if (!resuming) writeWhole(target, fresh, at)
    at += fresh.length
    onProgress?.(at)
    if (at >= nextTurn) {
      nextTurn = at + turnBytes
      await turn()
    }
    if (at >= nextSync) {
      nextSync = at + syncEvery
      await synced
      // The disk works while the next bytes are hashed, so that the sync at the end finds little left to do.
      synced = target.datasync()
      // It is awaited later; until then a failure must not go unhandled.
      synced.catch(() => undefined)
    }
  }
}

const writeWhole = (target: FileHandle, bytes: Buffer, at: number) => {
  for (let done = 0; done < bytes.length; )
    done += writeSync(target.fd, bytes, done, bytes.length - done, at + done)
}

const holds = (target: FileHandle, fresh: Buffer, at: number): boolean => {
  const kept = Buffer.allocUnsafe(fresh.length)
  return readSync(target.fd, kept, 0, fresh.length, at) === fresh.length && fresh.equals(kept)
}

const writeAll = async (target: FileHandle, bytes: Buffer, at: number) => {
  let done = 0
  while (done < bytes.length)
    done += (await target.write(bytes, done, bytes.length - done, at + done)).bytesWritten
}

/** How much of an upload is here for certain and need not be sent again. */
export const receivedBytes = async (dataDir: string, uploadId: string): Promise<number> => {
  const part = incomingPath(dataDir, uploadId)
  if (!existsSync(part)) return 0
  const { size } = await stat(part)
  return size - (size % syncEvery)
}

/**
 * Takes an upload's bytes from `offset` on; what lies before it is hashed again from the part. When the chunks stop
 * early (the client went away) the part stays, so that the upload can go on. Throws `RangeError` where the sum differs
 * from `bytes`.
 */
export const storeUpload = async (
  chunks: AsyncIterable<Uint8Array>,
  { dataDir, uploadId, offset, bytes }: { dataDir: string; uploadId: string; offset: number; bytes: number },
): Promise<StoredBlob> => {
  await mkdir(blobFolders(dataDir).incoming, { recursive: true, mode: 0o700 })
  const part = incomingPath(dataDir, uploadId)
  const target = await open(part, existsSync(part) ? 'r+' : 'w+', 0o600)
  try {
    await target.truncate(offset)
    const hash = await hashOf(target, offset)
    let at = offset
    let synced = offset
    for await (const chunk of chunks) {
      if (at + chunk.length > bytes) throw new RangeError('More bytes arrived than were announced')
      await writeAll(target, Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length), at)
      hash.update(chunk)
      at += chunk.length
      if (at - synced < syncEvery) continue
      await target.datasync()
      synced = at
    }
    if (at !== bytes) throw new RangeError('Fewer bytes arrived than were announced')
    await target.sync()
    return await settle(dataDir, part, hash.digest('hex'), bytes)
  } finally {
    await target.close()
  }
}

const hashOf = async (file: FileHandle, length: number): Promise<Hash> => {
  const hash = createHash('sha256')
  const piece = Buffer.allocUnsafe(Math.min(pieceBytes, Math.max(length, 1)))
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, length - at), at)
    if (bytesRead === 0) throw new RangeError('The part of this upload that was here is gone')
    hash.update(piece.subarray(0, bytesRead))
    at += bytesRead
  }
  return hash
}

/** Stores bytes that are in memory already. */
export const storeBytes = async (bytes: Uint8Array, dataDir: string, uploadId: string): Promise<StoredBlob> =>
  storeUpload(one(bytes), { dataDir, uploadId, offset: 0, bytes: bytes.length })

async function* one(bytes: Uint8Array) {
  yield bytes
}

/** Removes parts of uploads that nobody will continue. Returns how many. */
export const sweepIncoming = async (dataDir: string, wanted: ReadonlySet<string>): Promise<number> => {
  const { incoming } = blobFolders(dataDir)
  if (!existsSync(incoming)) return 0
  const orphans = (await readdir(incoming)).filter((name) => !wanted.has(name.replace(/\.part$/, '')))
  await Promise.all(orphans.map((name) => rm(join(incoming, name), { force: true, recursive: true })))
  return orphans.length
}
