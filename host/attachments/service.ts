import { rm } from 'node:fs/promises'
import type { attachments } from '../../shared/contract/attachments.ts'
import type { CallContext, Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { Lane } from '../../shared/domain/vocabulary.ts'
import type { Database } from '../database/threads.ts'
import { latestOf } from '../rpc/latest.ts'
import { live } from '../rpc/live.ts'
import { postEvent } from '../timeline/changes.ts'
import { incomingPath, receivedBytes, storeUpload, sweepIncoming } from './blob-store.ts'
import {
  attachFinished,
  beginUpload,
  blobBytes,
  discardUpload,
  findAttachment,
  finishUpload,
  openUploads,
} from './changes.ts'
import { describeFile, readBlob, saveCopy } from './files.ts'
import { mediaTypeOf } from './media-type.ts'
import { previewOf } from './preview.ts'
import { searchableText } from './searchable-text.ts'
import { storeInThread } from './thread.ts'

export interface AttachmentsOptions {
  database: Database
  dataDir: string
  /** The module that the hashing thread runs. */
  hashingEntry: URL
  /** Uploads that write to their part now; two writers of one part would spoil it. */
  underWay: Set<string>
}

export const attachmentsService = (options: AttachmentsOptions): Handlers<typeof attachments> => {
  const { database, dataDir } = options
  return {
    async begin(input) {
      const { uploadId } = await database.write(beginUpload, { ...input, path: null, lane: 'internal' })
      return { uploadId, offset: await receivedBytes(dataDir, uploadId) }
    },
    upload: (input, chunks) => upload(options, input, chunks),
    attachPaths: (input, context) => attachPaths(options, input, context),
    async attach({ caseId, lane, files }) {
      const posted = { caseId, lane, kind: 'attachment' as const, body: '', attachments: files }
      const { id, step } = await database.write(postEvent, posted)
      return { eventId: id, step }
    },
    async discard(input) {
      const done = await database.write(discardUpload, input)
      await sweep(options)
      return done
    },
    watchInterrupted: (_input, { signal }) =>
      live(database, { topics: ['uploads'], signal, read: () => interrupted(options) }),
    async preview({ sha256, name, maxBytes }) {
      await needBlob(database, sha256)
      return previewOf(dataDir, { sha256, name, maxBytes })
    },
    read: (input) => read(options, input),
    async saveCopy({ caseKey, nameOrSha256, path, overwrite }, context) {
      needPaths(context)
      const { sha256, bytes } = await database.read(findAttachment, { caseKey, nameOrSha256 })
      return { bytes, path: await saveCopy(dataDir, { sha256, path, overwrite }) }
    },
  }
}

/** Runs `body` as the only writer of an upload's part. Throws `exists` while another one is at it. */
const alone = async <T>(
  { underWay }: AttachmentsOptions,
  { uploadId, name }: { uploadId: string; name: string },
  body: () => Promise<T>,
) => {
  if (underWay.has(uploadId))
    throw new BenchError('exists', `${name} is on its way to this case already. Wait until it has arrived.`)
  underWay.add(uploadId)
  try {
    return await body()
  } finally {
    underWay.delete(uploadId)
  }
}

/** Refuses a caller that may not name paths of this disk. */
export const needPaths = ({ mayNamePaths }: CallContext): void => {
  if (!mayNamePaths)
    throw new BenchError('not-allowed', 'This window cannot name files of this disk. Use the file picker.')
}

const needBlob = async (database: Database, sha256: string) => {
  const bytes = await database.read(blobBytes, { sha256 })
  if (bytes === null) throw new BenchError('not-found', 'The bytes of this attachment are not on this bench.')
  return bytes
}

const interrupted = async ({ database, dataDir }: AttachmentsOptions) => {
  const open = await database.read(openUploads, {})
  return {
    uploads: await Promise.all(
      open.map(async ({ lane: _lane, ...upload }) => ({
        ...upload,
        received: await receivedBytes(dataDir, upload.id),
      })),
    ),
  }
}

/** Removes parts that no open upload will continue. */
export const sweep = async ({
  database,
  dataDir,
}: Pick<AttachmentsOptions, 'database' | 'dataDir'>): Promise<void> => {
  const open = await database.read(openUploads, {})
  await sweepIncoming(dataDir, new Set(open.map(({ id }) => id)))
}

const upload = async (
  options: AttachmentsOptions,
  { uploadId, offset }: { uploadId: string; offset: number },
  chunks: AsyncIterable<Uint8Array>,
) => {
  const { database, dataDir } = options
  const known = (await database.read(openUploads, {})).find(({ id }) => id === uploadId)
  if (!known || offset > (await receivedBytes(dataDir, uploadId)))
    throw new BenchError('not-found', 'This upload is not known (any more). Add the file again.')
  const { name, bytes } = known
  return alone(options, { uploadId, name }, async () => {
    const stored = await storeUpload(chunks, { dataDir, uploadId, offset, bytes }).catch((error: unknown) => {
      if (!(error instanceof RangeError)) throw error
      throw new BenchError('changed', `${name} changed while it was read. It is not attached; add it again.`)
    })
    const text = await searchableText(dataDir, { name, ...stored })
    await database.write(finishUpload, { uploadId, sha256: stored.sha256, bytes: stored.bytes, text })
    return { name, mediaType: mediaTypeOf(name), ...stored }
  })
}

async function* attachPaths(
  options: AttachmentsOptions,
  { caseId, paths, lane }: { caseId: string; paths: string[]; lane: Lane },
  context: CallContext,
) {
  needPaths(context)
  const { database } = options
  const files = await Promise.all(paths.map(describeFile))
  const stored = []
  for (const file of files) {
    const { uploadId } = await database.write(beginUpload, { ...file, caseId, lane })
    const progress = latestOf<number>()
    const storing = storeOne(
      options,
      { ...file, uploadId },
      { signal: context.signal, onProgress: progress.tell },
    )
    storing.then(progress.end, progress.end)
    for await (const done of progress.items())
      yield { type: 'progress' as const, name: file.name, done, bytes: file.bytes }
    stored.push(await storing)
  }
  const { step } = await database.write(attachFinished, { caseId, lane, files: stored })
  yield {
    type: 'done' as const,
    step,
    attachments: stored.map(({ uploadId: _id, text: _text, ...attachment }) => attachment),
  }
}

/** Stores one file of this disk; a file that cannot be read, or a cancelled act, leaves no upload behind. */
const storeOne = (
  options: AttachmentsOptions,
  { path, name, uploadId }: { path: string; name: string; uploadId: string },
  pace: { signal: AbortSignal; onProgress: (done: number) => void },
) =>
  alone(options, { uploadId, name }, async () => {
    const { database, dataDir, hashingEntry } = options
    try {
      const blob = await storeInThread(hashingEntry, { path, dataDir, uploadId }, pace)
      const text = await searchableText(dataDir, { name, ...blob })
      return { uploadId, name, mediaType: mediaTypeOf(name), text, ...blob }
    } catch (error) {
      await database.write(discardUpload, { uploadId })
      await rm(incomingPath(dataDir, uploadId), { force: true })
      throw error
    }
  })

/**
 * Goes on with what an earlier run of the host was cut off from: files of this disk that were being attached. Removes
 * parts that belong to nothing. A file that is gone or unreadable is given up.
 */
export const resumeUploads = async (options: AttachmentsOptions, signal: AbortSignal): Promise<void> => {
  const { database } = options
  for (const { id: uploadId, path, name, caseId, lane } of await database.read(openUploads, {})) {
    if (path === null || signal.aborted) continue
    const stored = await storeOne(
      options,
      { path, name, uploadId },
      { signal, onProgress: () => undefined },
    ).catch(() => undefined)
    if (stored) await database.write(attachFinished, { caseId, lane, files: [stored] })
  }
}

async function* read(
  { database, dataDir }: AttachmentsOptions,
  input: { sha256: string; offset: number; length?: number | undefined },
) {
  await needBlob(database, input.sha256)
  yield* readBlob(dataDir, input)
}
