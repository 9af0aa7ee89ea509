import { createReadStream } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Recording, recordings } from '../../shared/contract/terminals.ts'
import { id as idSchema, instant } from '../../shared/domain/entities.ts'
import { chunkBytes } from '../../shared/wire/message.ts'
import { blobBytes } from '../attachments/changes.ts'
import { readBlob } from '../attachments/files.ts'
import { needPaths } from '../attachments/service.ts'
import type { Database } from '../database/threads.ts'
import { exportRecording } from './export.ts'
import { recordingTerminals, refsOfCases } from './rows.ts'
import { Reader } from './summary.ts'

export interface RecordingsOptions {
  database: Database
  dataDir: string
}

/** The recordings under `DATA/recordings`, which terminals write. */
export const recordingsService = (options: RecordingsOptions): Handlers<typeof recordings> => {
  const { database, dataDir } = options
  const folder = join(dataDir, 'recordings')
  /** What was read of each, so that a list reads only what came since. */
  const readers = new Map<string, Reader>()
  const pathOf = (id: string) => join(folder, `${id}.cast`)
  return {
    async list({ caseId }) {
      const live = new Set(await database.read(recordingTerminals, {}))
      const ids = await idsIn(folder)
      for (const id of readers.keys()) if (!ids.includes(id)) readers.delete(id)
      const all: Omit<Recording, 'caseRef'>[] = []
      for (const id of ids) {
        const one = await describe(readers, { id, path: pathOf(id), live: live.has(id) })
        if (one && (caseId === undefined || one.caseId === caseId)) all.push(one)
      }
      const cases = new Set(all.flatMap((one) => one.caseId ?? []))
      const refs = await database.read(refsOfCases, { ids: [...cases] })
      const recordings = all.map((one) => ({ ...one, caseRef: refs.get(one.caseId ?? '') ?? null }))
      return { recordings: recordings.toSorted((a, b) => a.startedAt - b.startedAt) }
    },
    async *read({ id }) {
      await needFile(pathOf(id))
      yield* bytesOfFile(pathOf(id))
    },
    async remove({ id }) {
      await needFile(pathOf(id))
      if ((await database.read(recordingTerminals, {})).includes(id))
        throw new BenchError(
          'invalid',
          'This terminal is being recorded. Turn its recording off, then remove it.',
        )
      await rm(pathOf(id))
      return {}
    },
    async export({ source, format, path, overwrite }, context) {
      needPaths(context)
      const bytes =
        'sha256' in source ? await blob(options, source.sha256) : await file(pathOf(source.recordingId))
      return exportRecording({ bytes, title: 'Terminal recording', format, path, overwrite })
    },
  }
}

const idsIn = async (folder: string): Promise<string[]> => {
  // Nothing was recorded as long as there is no folder.
  const names = await readdir(folder).catch(() => [])
  return names.flatMap((name) => {
    const id = name.endsWith('.cast') ? name.slice(0, -'.cast'.length) : ''
    return idSchema.safeParse(id).success ? [id] : []
  })
}

/** Null where it has gone meanwhile, or holds no header yet. */
const describe = async (
  readers: Map<string, Reader>,
  { id, path, live }: { id: string; path: string; live: boolean },
): Promise<Omit<Recording, 'caseRef'> | null> => {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return null
  const known = readers.get(id)
  const reader = known && known.offset <= found.size ? known : new Reader(path)
  readers.set(id, reader)
  const summary = await reader.read()
  if (!summary) return null
  const { title, caseId, terminalId, startedAt, durationMs, events } = summary
  const began = instant.safeParse(startedAt)
  return {
    id,
    terminalId: idSchema.safeParse(terminalId).success ? terminalId : null,
    caseId: idSchema.safeParse(caseId).success ? caseId : null,
    title,
    startedAt: began.success ? began.data : Math.floor(found.birthtimeMs),
    durationMs,
    bytes: reader.offset,
    events,
    live,
  }
}

const needFile = async (path: string): Promise<void> => {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new BenchError('not-found', 'This recording is not on this bench any more.')
}

async function* bytesOfFile(path: string): AsyncGenerator<Uint8Array<ArrayBuffer>, void, undefined> {
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield new Uint8Array(chunk)
}

const file = async (path: string): Promise<AsyncIterable<Uint8Array>> => {
  await needFile(path)
  return bytesOfFile(path)
}

const blob = async (
  { database, dataDir }: RecordingsOptions,
  sha256: string,
): Promise<AsyncIterable<Uint8Array>> => {
  if ((await database.read(blobBytes, { sha256 })) === null)
    throw new BenchError('not-found', 'The bytes of this attachment are not on this bench.')
  return readBlob(dataDir, { sha256, offset: 0 })
}
