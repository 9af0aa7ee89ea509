import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { z } from 'zod'
import { BenchError } from '../../shared/contract/error.ts'
import { blobPath } from '../attachments/blob-store.ts'
import { openDatabase } from '../database/database.ts'
import { schemaVersion } from '../database/migrate.ts'
import { hashFile } from './backup.ts'

const stored = z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/), bytes: z.int().min(0) })

const manifestSchema = z.object({
  casebench: z.literal('backup'),
  version: z.literal(1),
  schema: z.int(),
  createdAt: z.string(),
  cases: z.int(),
  database: stored,
  blobs: z.array(stored),
})

/** Bytes of a manifest at most: a million blobs. */
const manifestBytesAtMost = 128 * 1024 * 1024

export interface Restored {
  dataDir: string
  cases: number
  blobs: number
  /** Where the bench that was there before lies now; null where there was none. */
  movedAside: string | null
}

const unreadable = (file: string, why: string) =>
  new BenchError('unreadable', `${file} is not a whole Casebench backup: ${why}. Nothing was restored.`)

/**
 * Makes a data folder from a backup. Everything is unpacked and verified beside the folder first (hash of every blob,
 * integrity of the database) and put in place by a rename, so that a failure changes nothing. A folder that is not
 * empty is only replaced with `force`, and is kept beside the new one. Throws `unreadable`, `not-empty`, `newer-database`.
 */
export const restoreBench = async (input: {
  file: string
  dataDir: string
  force: boolean
}): Promise<Restored> => {
  const dataDir = resolve(input.dataDir)
  const there = existsSync(dataDir) ? await readdir(dataDir) : []
  if (there.length > 0 && !input.force)
    throw new BenchError(
      'not-empty',
      `${dataDir} holds a bench already. Name another --data folder, or use --force to move this one aside.`,
    )
  const fresh = join(dirname(dataDir), `.${basename(dataDir)}.${process.pid}.restoring`)
  const file = resolve(input.file)
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false }).catch((error: Error) => {
    throw unreadable(file, error.message)
  })
  try {
    await mkdir(fresh, { recursive: true, mode: 0o700 })
    const manifest = await unpack(zip, fresh, file)
    await verifyDatabase(join(fresh, 'bench.db'), manifest.database.sha256, file)
    const movedAside = there.length > 0 ? `${dataDir}.before-restore-${Date.now()}` : null
    if (movedAside) await rename(dataDir, movedAside)
    else await rm(dataDir, { recursive: true, force: true })
    await rename(fresh, dataDir)
    return { dataDir, cases: manifest.cases, blobs: manifest.blobs.length, movedAside }
  } finally {
    zip.close()
    await rm(fresh, { recursive: true, force: true })
  }
}

const unpack = async (zip: ZipFile, fresh: string, file: string) => {
  let manifest: z.output<typeof manifestSchema> | undefined
  const missing = new Map<string, number>()
  for await (const entry of zip.eachEntry()) {
    if (!manifest) {
      manifest = await readManifest(zip, entry, file)
      for (const { sha256, bytes } of manifest.blobs) missing.set(sha256, bytes)
    } else if (entry.fileName === 'bench.db' && entry.uncompressedSize === manifest.database.bytes)
      await extract(zip, entry, join(fresh, 'bench.db'))
    else await takeBlob(zip, entry, { fresh, missing, file })
  }
  if (!manifest) throw unreadable(file, 'it is empty')
  if (!existsSync(join(fresh, 'bench.db'))) throw unreadable(file, 'the database is missing')
  if (missing.size > 0) throw unreadable(file, `${missing.size} attachments are missing`)
  return manifest
}

const readManifest = async (zip: ZipFile, entry: Entry, file: string) => {
  if (entry.fileName !== 'manifest.json' || entry.uncompressedSize > manifestBytesAtMost)
    throw unreadable(file, 'it does not begin with a manifest')
  let text = ''
  for await (const part of await zip.openReadStreamPromise(entry)) text += part
  const parsed = manifestSchema.safeParse(JSON.parse(text))
  if (!parsed.success) throw unreadable(file, 'its manifest is of another kind')
  if (parsed.data.schema > schemaVersion())
    throw new BenchError(
      'newer-database',
      `${file} was made by a newer Casebench. Nothing was restored; update Casebench first.`,
    )
  return parsed.data
}

const takeBlob = async (
  zip: ZipFile,
  entry: Entry,
  { fresh, missing, file }: { fresh: string; missing: Map<string, number>; file: string },
) => {
  const sha256 = entry.fileName.replace(/^blobs\//, '')
  if (missing.get(sha256) !== entry.uncompressedSize)
    throw unreadable(file, `it holds ${entry.fileName}, which its manifest does not name`)
  const path = blobPath(fresh, sha256)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await extract(zip, entry, path)
  if ((await hashFile(path)) !== sha256)
    throw unreadable(file, `the attachment ${sha256.slice(0, 12)} is damaged`)
  missing.delete(sha256)
}

const extract = async (zip: ZipFile, entry: Entry, path: string) =>
  pipeline(await zip.openReadStreamPromise(entry), createWriteStream(path, { mode: 0o600, flush: true }))

const verifyDatabase = async (path: string, sha256: string, file: string) => {
  if ((await hashFile(path)) !== sha256) throw unreadable(file, 'its database is damaged')
  const database = openDatabase(path, 'read')
  try {
    const found = database.reader.value<string>('pragma integrity_check')
    if (found !== 'ok') throw unreadable(file, `its database is damaged (${found})`)
  } finally {
    database.close()
  }
}
