import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { digestText, partBytes } from '../../shared/sync/blobs.ts'
import { diskFull, partDiffers } from './refusals.ts'
import {
  type BlobStore,
  type ExpectedPart,
  PartGone,
  type Place,
  type ReadRange,
  type StoredPart,
} from './store.ts'

/** Bytes read at a time. */
const chunkBytes = 512 * 1024

/** Bytes gathered before they are written: fewer trips to the disk's threads. */
const writeBytes = 1024 * 1024

/** Parts synced and moved at a time: each sync holds one of Node's four threads for the disk. */
const settledAtOnce = 2

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)

const absent = (error: unknown): undefined => {
  if (codeOf(error) === 'ENOENT') return undefined
  throw error
}

/** Makes a folder's entries durable. Windows has no way to; NTFS journals them. */
const syncFolder = async (path: string) => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/**
 * Blobs in a folder, which several processes may share. A blob is a folder of its parts, `00000`, `00001` …, each a
 * file of 8 MiB but the last: joined in the order of their names they are the file. On its way a part's name carries
 * a token of its own, so that what a name stands for never changes under a reader.
 */
export const folderStore = (root: string, newToken: () => string): BlobStore => {
  const folderOf = (place: Place) => join(root, place)
  const finished = (place: Place, part: number) => join(folderOf(place), String(part).padStart(5, '0'))
  const arrived = (place: Place, { part, token }: { part: number; token: string }) =>
    `${finished(place, part)}-${token}`

  return {
    async begin(place) {
      await mkdir(folderOf(place), { recursive: true, mode: 0o700 })
      return ''
    },
    async putPart({ place }, expected, body) {
      const token = newToken()
      const path = arrived(place, { part: expected.part, token })
      const temporary = `${path}.temporary`
      try {
        await write(temporary, expected, body)
        await rename(temporary, path)
      } catch (error) {
        await rm(temporary, { force: true })
        throw failure(error)
      }
      return token
    },
    readPart: (place, part) => partOf([arrived(place, part), finished(place, part.part)], part),
    dropPart: (place, part) => rm(arrived(place, part), { force: true }),
    async complete({ place }, parts) {
      for (let at = 0; at < parts.length; at += settledAtOnce)
        await Promise.all(
          parts
            .slice(at, at + settledAtOnce)
            .map((part) => settle([arrived(place, part), finished(place, part.part)], part)),
        )
      await syncFolder(folderOf(place))
      await syncFolder(join(folderOf(place), '..'))
      await syncFolder(root)
    },
    read: (place, range) => readParts((part) => finished(place, part), range),
    async size(place) {
      const names = (await readdir(folderOf(place)).catch(absent)) ?? []
      const last = names
        .filter((name) => /^\d{5}$/.test(name))
        .toSorted()
        .at(-1)
      if (last === undefined) return null
      return Number(last) * partBytes + (await stat(join(folderOf(place), last))).size
    },
    remove: (place) => rm(folderOf(place), { recursive: true, force: true }),
  }
}

const write = async (path: string, expected: ExpectedPart, body: AsyncIterable<Uint8Array>) => {
  const file = await open(path, 'wx', 0o600)
  try {
    let digest = 0
    let length = 0
    let gathered: Uint8Array[] = []
    let waiting = 0
    for await (const chunk of body) {
      length += chunk.length
      if (length > expected.length) break
      digest = crc32(chunk, digest)
      gathered.push(chunk)
      waiting += chunk.length
      if (waiting < writeBytes) continue
      await writeWhole(file, gathered)
      gathered = []
      waiting = 0
    }
    if (length !== expected.length || digestText(digest) !== expected.digest) throw partDiffers()
    await writeWhole(file, gathered)
  } finally {
    await file.close()
  }
}

const writeWhole = async (file: FileHandle, chunks: readonly Uint8Array[]) => {
  const bytes = chunks.reduce((sum, { length }) => sum + length, 0)
  const { bytesWritten } = await file.writev(chunks)
  if (bytesWritten < bytes) await file.appendFile(Buffer.concat(chunks).subarray(bytesWritten))
}

/**
 * Makes a part durable under its name for good; one that moved before a crash is content to have moved. Syncing here and
 * not as each part comes lets the disk write while the network brings the next ones.
 */
const settle = async ([from, to]: [string, string], part: StoredPart) => {
  const file = (await open(from, 'r+').catch(absent)) ?? (await open(to, 'r+').catch(absent))
  if (!file) throw new PartGone(part)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(from, to).catch(absent)
}

async function* partOf([first, second]: [string, string], part: StoredPart): AsyncGenerator<Uint8Array> {
  const file = (await open(first, 'r').catch(absent)) ?? (await open(second, 'r').catch(absent))
  if (!file) throw new PartGone(part)
  try {
    const piece = Buffer.allocUnsafeSlow(chunkBytes)
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, chunkBytes)
      if (bytesRead === 0) return
      // The reader is done with a piece when it asks for the next one.
      yield piece.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function* readParts(
  pathOf: (part: number) => string,
  { start, end }: ReadRange,
): AsyncGenerator<Uint8Array> {
  if (end < start) return
  for (let part = Math.floor(start / partBytes); part * partBytes <= end; part += 1) {
    const first = part * partBytes
    yield* createReadStream(pathOf(part), {
      start: Math.max(0, start - first),
      end: Math.min(partBytes - 1, end - first),
      highWaterMark: chunkBytes,
    })
  }
}

const failure = (error: unknown): unknown => {
  const code = codeOf(error)
  return code === 'ENOSPC' || code === 'EDQUOT' ? diskFull() : error
}
