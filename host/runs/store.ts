import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { RunFile } from '../../shared/domain/stack/run.ts'
import { storeBytes, storeUpload } from '../attachments/blob-store.ts'
import type { FinishedUpload } from '../attachments/changes.ts'
import { searchableText } from '../attachments/searchable-text.ts'
import { temporaryFolder } from '../bench/backup.ts'
import type { LogLine } from '../environments/runner.ts'

export type StoredFile = FinishedUpload & Pick<RunFile, 'role' | 'name'>

export interface StoreOptions {
  dataDir: string
  newId(): string
}

/** Stores a file of this disk; null where there is none or it is empty. */
export const storeGrown = async (
  { dataDir, newId }: StoreOptions,
  { role, name, path }: Pick<RunFile, 'role' | 'name'> & { path: string },
): Promise<StoredFile | null> => {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile() || found.size === 0) return null
  const uploadId = newId()
  const chunks = createReadStream(path, { end: found.size - 1 })
  const { sha256, bytes } = await storeUpload(chunks, { dataDir, uploadId, offset: 0, bytes: found.size })
  return { role, name, uploadId, sha256, bytes, text: null }
}

export const storeText = async (
  { dataDir, newId }: StoreOptions,
  { role, name, text }: Pick<RunFile, 'role' | 'name'> & { text: string },
): Promise<StoredFile> => {
  const uploadId = newId()
  const { sha256, bytes } = await storeBytes(Buffer.from(text), dataDir, uploadId)
  return { role, name, uploadId, sha256, bytes, text: await searchableText(dataDir, { name, sha256, bytes }) }
}

/** Bytes of service logs of one run; what comes after is left out, and the last line says so. */
const logBytesAtMost = 512 * 1024 * 1024

/** Log lines as a gzipped text, one line each with its time and service; null where nothing was written. */
export const storeLogs = async (
  options: StoreOptions,
  lines: AsyncIterable<LogLine>,
  name: string,
): Promise<StoredFile | null> => {
  const folder = temporaryFolder(options.dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${options.newId()}.log.gz`)
  const told = { lines: 0 }
  try {
    await pipeline(printed(lines, told), createGzip(), createWriteStream(path, { mode: 0o600 }))
    return told.lines === 0 ? null : await storeGrown(options, { role: 'logs', name, path })
  } finally {
    await rm(path, { force: true })
  }
}

async function* printed(
  lines: AsyncIterable<LogLine>,
  told: { lines: number },
): AsyncGenerator<string, void, undefined> {
  let bytes = 0
  for await (const { at, service, stream, text } of lines) {
    const line = `${new Date(at).toISOString()} ${service} ${stream === 'err' ? 'stderr' : 'stdout'} ${text}\n`
    told.lines += 1
    bytes += Buffer.byteLength(line)
    if (bytes > logBytesAtMost) {
      yield 'The services wrote more than is kept of one run; the rest is left out.\n'
      return
    }
    yield line
  }
}
