import { realpath } from 'node:fs/promises'
import { resolve, sep } from 'node:path'
import { v7 } from 'uuid'
import { BenchError } from '../../shared/contract/error.ts'
import { storeBytes, storeFile } from '../attachments/blob-store.ts'
import { mediaTypeOf } from '../attachments/media-type.ts'
import { searchableText } from '../attachments/searchable-text.ts'
import type { StoredRecord } from './apply.ts'
import type { ImportRecord, RecordFile } from './record.ts'

/**
 * Puts a record's files into the blob store, so that only their hashes travel on. Relative paths start at `folder`,
 * where the record's document lies, and never leave it, links included. Throws `vanished` or `not-allowed`.
 */
export const storeFiles = async (
  dataDir: string,
  record: ImportRecord,
  folder = '',
): Promise<StoredRecord> => {
  if (!record.events.some(({ files }) => files)) return record as StoredRecord
  const events: StoredRecord['events'] = []
  for (const { files, ...event } of record.events) {
    if (!files || files.length === 0) {
      events.push(event)
      continue
    }
    const attachments = []
    for (const file of files) attachments.push(await storeOne(dataDir, file, folder))
    events.push({ ...event, attachments })
  }
  return { ...record, events }
}

const storeOne = async (dataDir: string, { name, mediaType, content }: RecordFile, folder: string) => {
  const uploadId = v7()
  const stored =
    content instanceof Uint8Array
      ? await storeBytes(content, dataDir, uploadId)
      : await storeFile(await whereIs(content.path, folder), { dataDir, uploadId })
  const text = await searchableText(dataDir, { name, ...stored })
  return { name, bytes: stored.bytes, sha256: stored.sha256, mediaType: mediaType || mediaTypeOf(name), text }
}

const whereIs = async (path: string, folder: string): Promise<string> => {
  if (folder === '') return path
  const found = await realpath(resolve(folder, path)).catch(() => undefined)
  if (found === undefined)
    throw new BenchError('vanished', `The file ${path} that this record names is not beside it.`)
  if (!found.startsWith(`${await realpath(folder)}${sep}`))
    throw new BenchError('not-allowed', `The file ${path} that this record names lies outside of its folder.`)
  return found
}
