import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { syncFolder } from '../files/durable.ts'
import { codeOf } from '../workspace/place.ts'
import { documentAtMost, refused } from './documents.ts'

/** Bytes read at a time. */
const pieceBytes = 256 * 1024

/** The folders of a vault: `blobs/sha256/` as the image layout has it, and what is on its way there. */
export const vaultFolders = (folder: string) => ({
  blobs: join(folder, 'blobs', 'sha256'),
  incoming: join(folder, 'casebench-incoming'),
})

const hexOf = (digest: string): string => digest.slice('sha256:'.length)

const blobFile = (folder: string, digest: string): string => join(vaultFolders(folder).blobs, hexOf(digest))

export const makeFolders = async (folder: string): Promise<void> => {
  const { blobs, incoming } = vaultFolders(folder)
  for (const one of [blobs, incoming]) await mkdir(one, { recursive: true, mode: 0o700 })
}

/** The size of a blob that is here as a plain file; null where there is none. */
export const blobSize = async (folder: string, digest: string): Promise<number | null> => {
  const found = await lstat(blobFile(folder, digest)).catch(() => undefined)
  return found?.isFile() ? found.size : null
}

/** A blob that is here, as it would have come in; null where there is none of that size. */
export const settledBlob = async (
  folder: string,
  { digest, size }: { digest: string; size: number },
): Promise<Incoming | null> =>
  (await blobSize(folder, digest)) === size ? { path: blobFile(folder, digest), digest, bytes: size } : null

/** Bytes under a name of their own until they are a blob, with their hash. */
export interface Incoming {
  readonly path: string
  readonly digest: string
  readonly bytes: number
}

/** What the disk said while a vault was written, as a sentence. */
const writeError = (error: unknown): unknown => {
  const code = codeOf(error)
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new BenchError(
      'disk-full',
      'The disk of the vault is full. Nothing was added. Free some space, or choose another folder, and try again.',
    )
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new BenchError('read-only', 'The folder of the vault cannot be written to. Nothing was added.')
  return error
}

/** Writes and hashes bytes as they come, no more than `atMost`. What it wrote is synced when it answers. */
export const takeIn = async (
  path: string,
  bytes: AsyncIterable<Uint8Array>,
  { atMost, onBytes }: { atMost: number; onBytes?: (count: number) => void },
): Promise<Incoming> => {
  const hash = createHash('sha256')
  let done = 0
  const file = await open(path, 'wx', 0o600).catch((error: unknown) => {
    throw writeError(error)
  })
  try {
    for await (const chunk of bytes) {
      done += chunk.length
      if (done > atMost) throw refused('This archive is larger than a vault takes. Nothing of it was kept.')
      hash.update(chunk)
      await file.writeFile(chunk).catch((error: unknown) => {
        throw writeError(error)
      })
      onBytes?.(chunk.length)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { path, digest: `sha256:${hash.digest('hex')}`, bytes: done }
}

/** Makes complete bytes a blob; one that is here already stays. */
export const settleBlob = async (folder: string, { path, digest, bytes }: Incoming): Promise<void> => {
  const place = blobFile(folder, digest)
  if (path === place) return
  if ((await blobSize(folder, digest)) === bytes) return rm(path, { force: true })
  await rename(path, place)
  await syncFolder(vaultFolders(folder).blobs)
}

const openBlob = async (folder: string, digest: string): Promise<FileHandle> => {
  const flags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
  const file = await open(blobFile(folder, digest), flags).catch(() => {
    throw damaged(digest, 'is missing')
  })
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw damaged(digest, 'is no plain file')
}

const damaged = (digest: string, what: string) =>
  new BenchError(
    'damaged',
    `A part of the vault ${what} (${digest.slice(0, 19)}…). Nothing was loaded. Save the image again; verifying the vault finds all that is damaged.`,
    { vault: true },
  )

/** The bytes of a blob; throws `damaged` at their end where they are not what their name says. */
export async function* readVaultBlob(
  folder: string,
  { digest, size }: { digest: string; size: number },
): AsyncGenerator<Buffer, void, undefined> {
  const file = await openBlob(folder, digest)
  try {
    if ((await file.stat()).size !== size) throw damaged(digest, 'has another size than it should')
    const hash = createHash('sha256')
    for (let at = 0; at < size; ) {
      const piece = Buffer.allocUnsafe(Math.min(pieceBytes, size - at))
      const { bytesRead } = await file.read(piece, 0, piece.length, at)
      if (bytesRead === 0) throw damaged(digest, 'has become shorter')
      const read = piece.subarray(0, bytesRead)
      hash.update(read)
      at += bytesRead
      // The last bytes are given only once all are known to be right.
      if (at === size && `sha256:${hash.digest('hex')}` !== digest) throw damaged(digest, 'was changed')
      yield read
    }
  } finally {
    await file.close()
  }
}

/** A small blob whole, checked. Throws `damaged`, `refused` where it is too large for a document. */
export const readDocument = async (folder: string, digest: string): Promise<Buffer> => {
  const size = await blobSize(folder, digest)
  if (size === null) throw damaged(digest, 'is missing')
  if (size > documentAtMost) throw refused('A document of the vault is too large to be one. It was not read.')
  const chunks: Buffer[] = []
  for await (const chunk of readVaultBlob(folder, { digest, size })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** Removes blobs that are not named, and what crashes left on its way. Returns the bytes that were freed. */
export const sweepBlobs = async (folder: string, wanted: ReadonlySet<string>): Promise<number> => {
  let freed = 0
  for (const name of await readdir(vaultFolders(folder).blobs).catch(() => [])) {
    const digest = `sha256:${name}`
    if (wanted.has(digest) || !/^[0-9a-f]{64}$/.test(name)) continue
    freed += (await blobSize(folder, digest)) ?? 0
    await rm(blobFile(folder, digest), { force: true })
  }
  return freed
}
