import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { BenchError } from '../../shared/contract/error.ts'
import { blobPath } from '../attachments/blob-store.ts'
import { schemaVersion } from '../database/migrate.ts'
import type { Read } from '../database/procedure.ts'
import type { Database } from '../database/threads.ts'
import { latestOf } from '../rpc/latest.ts'

/** What a backup says of itself; the first entry of the zip. */
export interface BackupManifest {
  casebench: 'backup'
  version: 1
  schema: number
  createdAt: string
  cases: number
  database: { sha256: string; bytes: number }
  blobs: { sha256: string; bytes: number }[]
}

/** Every blob that the database names, and how many cases there are. */
export const backupContents: Read<object, { cases: number; blobs: { sha256: string; bytes: number }[] }> = (
  db,
) => ({
  cases: db.value<number>('select count(*) from cases') ?? 0,
  blobs: db.all('select sha256, bytes from blobs order by sha256'),
})

/** Files of acts under way; whatever lies here when a host starts belongs to nothing. */
export const temporaryFolder = (dataDir: string): string => join(dataDir, 'temporary')

export interface BackupOptions {
  database: Database
  dataDir: string
  newId(): string
}

/**
 * The whole bench as one zip: a manifest, a consistent copy of the database, and the blobs, stored and not packed
 * again. The blobs are listed after the database is copied, so that every blob the copy names is among them.
 */
const zipOf = async (
  { database, dataDir, newId }: BackupOptions,
  onEntry: (done: number, total: number) => void,
) => {
  const folder = join(temporaryFolder(dataDir), newId())
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const copy = join(folder, 'bench.db')
  await database.backupTo(copy)
  const { cases, blobs } = await database.read(backupContents, {})
  const { size } = await stat(copy)
  const manifest: BackupManifest = {
    casebench: 'backup',
    version: 1,
    schema: schemaVersion(),
    createdAt: new Date().toISOString(),
    cases,
    database: { sha256: await hashFile(copy), bytes: size },
    blobs,
  }
  const zip = new ZipFile()
  const total = blobs.length + 1
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), 'manifest.json')
  addLazily(zip, { path: copy, name: 'bench.db', size }, () => onEntry(0, total))
  for (const [index, { sha256, bytes }] of blobs.entries())
    addLazily(zip, { path: blobPath(dataDir, sha256), name: `blobs/${sha256}`, size: bytes }, () =>
      onEntry(index + 1, total),
    )
  zip.end()
  return { stream: zip.outputStream as Readable, dispose: () => rm(folder, { recursive: true, force: true }) }
}

/** Opens a file only when its turn comes, so that thousands of blobs do not hold thousands of descriptors. */
const addLazily = (
  zip: ZipFile,
  { path, name, size }: { path: string; name: string; size: number },
  started: () => void,
) =>
  zip.addReadStreamLazy(name, { size, compress: false }, (give) => {
    started()
    give(null, createReadStream(path))
  })

/** Writes a backup to a path; it appears there only when it is whole. Yields progress. Throws `exists`. */
export async function* backup(
  options: BackupOptions,
  input: { path: string; overwrite: boolean },
  signal: AbortSignal,
) {
  const target = resolve(input.path)
  const taken = await stat(target).catch(() => undefined)
  if (taken?.isDirectory() || (taken && !input.overwrite))
    throw new BenchError('exists', `${target} exists already. Nothing was written; name another file.`)
  const part = join(dirname(target), `.${basename(target)}.${process.pid}.part`)
  const progress = latestOf<{ done: number; total: number }>()
  const { stream, dispose } = await zipOf(options, (done, total) => progress.tell({ done, total }))
  try {
    const writing = pipeline(stream, createWriteStream(part, { mode: 0o600 }), { signal })
    writing.then(progress.end, progress.end)
    for await (const { done, total } of progress.items())
      yield { type: 'progress' as const, step: 'Copying', done, total }
    await writing
    await sync(part)
    await rename(part, target)
    yield { type: 'done' as const, path: target, bytes: (await stat(target)).size }
  } finally {
    await rm(part, { force: true })
    await dispose()
  }
}

const sync = async (path: string) => {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

/** A backup as a stream of bytes, for a window that cannot name a path. */
export async function* backupBytes(
  options: BackupOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  const { stream, dispose } = await zipOf(options, () => undefined)
  try {
    for await (const chunk of stream) yield new Uint8Array(chunk as Buffer)
  } finally {
    stream.destroy()
    await dispose()
  }
}

/** The SHA-256 of a file. */
export const hashFile = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}
