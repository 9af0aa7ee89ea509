import { createReadStream } from 'node:fs'
import { copyFile, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { chunkBytes } from '../../shared/wire/message.ts'
import { blobPath } from './blob-store.ts'

/** A file to attach, as the disk describes it. Throws `vanished` or `invalid`. */
export const describeFile = async (
  path: string,
): Promise<{ path: string; name: string; bytes: number; modifiedAt: number }> => {
  const absolute = resolve(path)
  const found = await stat(absolute).catch(() => undefined)
  if (!found) throw new BenchError('vanished', `There is no file ${path}. Nothing was attached.`)
  if (!found.isFile())
    throw new BenchError('invalid', `${path} is not a file. Attach the files in it, or an archive of it.`)
  return {
    path: absolute,
    name: basename(absolute),
    bytes: found.size,
    modifiedAt: Math.floor(found.mtimeMs),
  }
}

/** A blob's bytes from `offset` for `length` bytes, in chunks that fit the wire. */
export async function* readBlob(
  dataDir: string,
  { sha256, offset, length }: { sha256: string; offset: number; length?: number | undefined },
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  if (length === 0) return
  const end = length === undefined ? undefined : offset + length - 1
  const options = { start: offset, highWaterMark: chunkBytes, ...(end === undefined ? {} : { end }) }
  for await (const chunk of createReadStream(blobPath(dataDir, sha256), options)) yield new Uint8Array(chunk)
}

/** The first bytes of a blob. */
export const headOf = async (dataDir: string, sha256: string, bytes: number): Promise<Buffer> => {
  const file = await open(blobPath(dataDir, sha256), 'r')
  try {
    const buffer = Buffer.alloc(bytes)
    const { bytesRead } = await file.read(buffer, 0, bytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Copies a blob to a path: whole under a temporary name first, then renamed. Throws `exists` unless told to overwrite. */
export const saveCopy = async (
  dataDir: string,
  { sha256, path, overwrite }: { sha256: string; path: string; overwrite: boolean },
): Promise<string> => {
  const target = resolve(path)
  const taken = await stat(target).catch(() => undefined)
  if (taken?.isDirectory()) throw new BenchError('exists', `${target} is a folder. Name the file to write.`)
  if (taken && !overwrite) throw new BenchError('exists', `${target} exists already. Nothing was written.`)
  const part = join(dirname(target), `.${basename(target)}.${process.pid}.part`)
  try {
    await copyFile(blobPath(dataDir, sha256), part)
    await rename(part, target)
  } finally {
    await rm(part, { force: true })
  }
  return target
}
