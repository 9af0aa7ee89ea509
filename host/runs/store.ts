import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
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
const storeGrown = async (
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

/** Stores a recording as it stands on the disk, with secrets hidden; null where there is none. */
export const storeRecording = async (
  options: StoreOptions,
  { name, path, mask }: { name: string; path: string; mask: (text: string) => string },
): Promise<StoredFile | null> => {
  if (!(await stat(path).catch(() => undefined))?.isFile()) return null
  return throughFile(options, [maskedLines(path, mask)], (file) =>
    storeGrown(options, { role: 'recording', name, path: file }),
  )
}

/** The lines of a file, ended by nothing but line feeds, as asciicast has them. */
async function* maskedLines(
  path: string,
  mask: (text: string) => string,
): AsyncGenerator<string, void, undefined> {
  let rest = ''
  for await (const chunk of createReadStream(path, 'utf8')) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    if (lines.length > 0) yield `${lines.map(mask).join('\n')}\n`
  }
  if (rest !== '') yield mask(rest)
}

/** Writes what comes to a file of its own, for as long as it is used. */
const throughFile = async <T>(
  { dataDir, newId }: StoreOptions,
  [source, ...through]: [AsyncIterable<string>, ...NodeJS.ReadWriteStream[]],
  use: (path: string) => Promise<T>,
): Promise<T> => {
  const folder = temporaryFolder(dataDir)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, newId())
  try {
    await pipeline([Readable.from(source), ...through, createWriteStream(path, { mode: 0o600 })])
    return await use(path)
  } finally {
    await rm(path, { force: true })
  }
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
  { name, mask }: { name: string; mask: (text: string) => string },
): Promise<StoredFile | null> => {
  const told = { lines: 0, mask }
  return throughFile(options, [printed(lines, told), createGzip()], async (path) =>
    told.lines === 0 ? null : storeGrown(options, { role: 'logs', name, path }),
  )
}

async function* printed(
  lines: AsyncIterable<LogLine>,
  told: { lines: number; mask(text: string): string },
): AsyncGenerator<string, void, undefined> {
  let bytes = 0
  for await (const { at, service, stream, text } of lines) {
    const line = `${new Date(at).toISOString()} ${service} ${stream === 'err' ? 'stderr' : 'stdout'} ${told.mask(text)}\n`
    told.lines += 1
    bytes += Buffer.byteLength(line)
    if (bytes > logBytesAtMost) {
      yield 'The services wrote more than is kept of one run; the rest is left out.\n'
      return
    }
    yield line
  }
}
