import { createHash } from 'node:crypto'
import { type KeptPart, partCount, partRange, type UploadState } from '../../shared/sync/blobs.ts'
import type { Database } from '../database/sql.ts'
import { refuse } from '../http/refusal.ts'
import { hashDiffers, quotaUsed, uploadEnded } from './refusals.ts'
import {
  abandon,
  findUpload,
  holdsBlob,
  keepPart,
  losePart,
  nameBlob,
  noteHolder,
  partsOf,
  type Upload,
  type Uploader,
  type UploadKey,
  unnamedOf,
} from './rows.ts'
import { type BlobStore, PartGone, placeOf, type StoredPart } from './store.ts'
import { wholeHash } from './whole-hash.ts'

/** What one device may have sent that no row names yet: bytes, and uploads begun. */
export interface Quota {
  bytes: number
  uploads: number
}

const deviceQuota: Quota = { bytes: 64 * 1024 ** 3, uploads: 10_000 }

/** Milliseconds that a request to complete waits for the hash; proxies give up on a silent one after a minute. */
const completeWithin = 20_000

export interface UploadsOptions {
  database: Database
  store: BlobStore
  /** Whether an account can read a row that names the blob. */
  mayRead(accountId: string, sha256: string): Promise<boolean>
  /** Milliseconds since the epoch. */
  now(): number
  /** A new UUIDv7. */
  newId(): string
  quota?: Quota
  completeWithin?: number
}

/** Uploads as devices see them. Throws `BenchError`; see each code's sentence. */
export interface BlobUploads {
  state(uploader: Uploader, key: UploadKey): Promise<UploadState>
  put(uploader: Uploader, part: UploadKey & { part: number; digest: string }, body: Body): Promise<KeptPart>
  complete(uploader: Uploader, key: UploadKey): Promise<UploadState>
}

type Body = AsyncIterable<Uint8Array>

export const blobUploads = (options: UploadsOptions): BlobUploads => {
  const { database, store, now } = options
  const readBack = store.readPart ? wholeHash(store.readPart) : undefined
  /** Hashing that goes on in this process, by upload. */
  const completing = new Map<string, Promise<UploadState>>()

  const verified = async (uploader: Uploader, sha256: string): Promise<boolean> => {
    const { accountId } = uploader
    if (await holdsBlob(database, accountId, sha256)) return true
    if (!(await options.mayRead(accountId, sha256))) return false
    // Whoever may read it has it, as far as rows that he writes are concerned.
    return noteHolder(database, uploader, sha256)
  }

  const state = async (uploader: Uploader, key: UploadKey): Promise<UploadState> => {
    if (await verified(uploader, key.sha256)) return { state: 'verified' }
    const upload = await findUpload(database, uploader, key)
    const parts = upload ? await partsOf(database, upload.id) : []
    return { state: 'open', parts: parts.map(({ part, digest }) => ({ part, digest })) }
  }

  const digestOf = async ({ place }: Upload, { bytes }: UploadKey, parts: StoredPart[]): Promise<string> => {
    if (readBack) return readBack.of(place, parts)
    return hashOf(store.read(place, { start: 0, end: bytes - 1 }))
  }

  const finish = async (uploader: Uploader, key: UploadKey, upload: Upload, parts: StoredPart[]) => {
    // A store whose parts cannot be read must make one of them first; nothing stands for that until it is named below.
    if (!readBack) await store.complete(upload, parts)
    const digest = await digestOf(upload, key, parts)
    readBack?.forget(upload.place)
    const at = new Date(now())
    if (digest !== key.sha256) {
      await database.transaction((tx) => abandon(tx, upload.id, at))
      throw hashDiffers()
    }
    if (readBack) await store.complete(upload, parts)
    await database.transaction((tx) => nameBlob(tx, { uploadId: upload.id, uploader, key, at }))
    return state(uploader, key)
  }

  /** What is gone is sent again. */
  const lose = async (upload: Upload, part: StoredPart | undefined) => {
    if (part) return losePart(database, upload.id, part)
    await database.transaction((tx) => abandon(tx, upload.id, new Date(now())))
  }

  return {
    state,
    async put(uploader, { part, digest, ...key }, body) {
      if (part >= partCount(key.bytes))
        throw refuse('bad-input', `A file of ${key.bytes} bytes has no part ${part}. Nothing was kept.`)
      const { length } = partRange(key.bytes, part)
      const upload = (await findUpload(database, uploader, key)) ?? (await begin(options, uploader, key))
      const token = await store.putPart(upload, { part, length, digest }, body)
      const kept = { part, digest, token }
      const more = { at: new Date(now()), keepsFirst: store.dropPart !== undefined }
      const noted = await keepPart(database, upload.id, { ...kept, ...more })
      if (!noted) throw uploadEnded()
      if (noted.surplus) await store.dropPart?.(upload.place, noted.surplus)
      if (noted.surplus?.token !== token) readBack?.arrived(upload.place, kept)
      return { part, digest }
    },
    async complete(uploader, key) {
      const upload = await findUpload(database, uploader, key)
      const parts = upload ? await partsOf(database, upload.id) : []
      if (!upload || parts.length < partCount(key.bytes)) return state(uploader, key)
      const known = completing.get(upload.id)
      const work =
        known ??
        finish(uploader, key, upload, parts).catch(async (error: unknown) => {
          if (!(error instanceof PartGone)) throw error
          await lose(upload, error.part)
          return state(uploader, key)
        })
      if (!known) {
        completing.set(upload.id, work)
        const done = () => void completing.delete(upload.id)
        // Whoever asks again is told of a failure by a new try.
        work.then(done, done)
      }
      return within(work, options.completeWithin ?? completeWithin)
    },
  }
}

/** Notes an upload; the device's row is locked, so that many requests at once cannot pass the quota together. */
const begin = async (
  { database, store, now, newId, quota = deviceQuota }: UploadsOptions,
  uploader: Uploader,
  { sha256, bytes }: UploadKey,
): Promise<Upload> => {
  const id = newId()
  const place = placeOf(sha256, id)
  const handle = await store.begin(place)
  const upload = await database.transaction(async (tx) => {
    await tx.query('select 1 from devices where id = $1 for update', [uploader.deviceId])
    const used = await unnamedOf(tx, uploader.deviceId)
    if (used.bytes + bytes > quota.bytes || used.uploads >= quota.uploads) return undefined
    const rows = await tx.query<Upload>(
      `insert into blob_uploads (id, sha256, account_id, device_id, bytes, place, handle, touched_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (sha256, account_id, bytes) do update set touched_at = excluded.touched_at
       returning id, place, handle`,
      [id, sha256, uploader.accountId, uploader.deviceId, bytes, place, handle, new Date(now())],
    )
    return rows[0]
  })
  if (upload?.id !== id) await store.remove(place, handle)
  if (upload) return upload
  throw quotaUsed()
}

const hashOf = async (bytes: Body): Promise<string> => {
  const hash = createHash('sha256')
  for await (const chunk of bytes) hash.update(chunk)
  return hash.digest('hex')
}

const within = async (work: Promise<UploadState>, milliseconds: number): Promise<UploadState> => {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<UploadState>((resolve) => {
    timer = setTimeout(resolve, milliseconds, { state: 'verifying' })
  })
  try {
    return await Promise.race([work, patience])
  } finally {
    clearTimeout(timer)
  }
}
