import type { Sql, Transaction } from '../database/sql.ts'
import type { Place, StoredPart } from './store.ts'

/** The device a request comes from, and whose it is. */
export interface Uploader {
  readonly accountId: string
  readonly deviceId: string
}

export interface Upload {
  id: string
  place: Place
  handle: string
}

export interface UploadKey {
  sha256: string
  /** Bytes of the whole. */
  bytes: number
}

const one = <Row>(rows: readonly Row[]): Row | undefined => rows[0]

export const findBlob = async (
  sql: Sql,
  sha256: string,
): Promise<{ bytes: number; place: Place } | undefined> =>
  one(
    await sql.query<{ bytes: number; place: Place }>(
      'select bytes, place from blobs where sha256 = $1',
      [sha256],
      {
        prepared: 'blobs-find',
      },
    ),
  )

/** Whether an account has had the whole of a blob. Knowing a hash alone is no right to its bytes. */
export const holdsBlob = async (sql: Sql, accountId: string, sha256: string): Promise<boolean> =>
  (
    await sql.query('select 1 from blob_holders where sha256 = $1 and account_id = $2', [sha256, accountId], {
      prepared: 'blobs-holds',
    })
  ).length > 0

/** Notes that an account has had the whole of a blob. Answers false where there is no such blob. */
export const noteHolder = async (
  sql: Sql,
  { accountId, deviceId }: Uploader,
  sha256: string,
): Promise<boolean> => {
  const noted = await sql.query(
    `with there as (select sha256 from blobs where sha256 = $1), noted as (
       insert into blob_holders (sha256, account_id, device_id) select sha256, $2, $3 from there
       on conflict do nothing)
     select 1 from there`,
    [sha256, accountId, deviceId],
  )
  return noted.length > 0
}

export const findUpload = async (
  sql: Sql,
  { accountId }: Uploader,
  { sha256, bytes }: UploadKey,
): Promise<Upload | undefined> =>
  one(
    await sql.query<Upload>(
      'select id, place, handle from blob_uploads where sha256 = $1 and account_id = $2 and bytes = $3',
      [sha256, accountId, bytes],
      { prepared: 'blobs-upload' },
    ),
  )

export const partsOf = (sql: Sql, uploadId: string): Promise<StoredPart[]> =>
  sql.query<StoredPart>('select part, digest, token from blob_parts where upload_id = $1 order by part', [
    uploadId,
  ])

/**
 * Notes a part that the store holds, and answers which one it holds besides in vain: the one before, or this one where
 * the same part is there already (and `keepsFirst`), so that what is being hashed stays where it is. False where the
 * upload has ended meanwhile. One statement, since each part pays for the way to the database.
 */
export const keepPart = async (
  sql: Sql,
  uploadId: string,
  kept: StoredPart & { at: Date; keepsFirst: boolean },
): Promise<{ surplus: StoredPart | undefined } | false> => {
  const { part, digest, token, at, keepsFirst } = kept
  const noted = one(
    await sql.query<{ surplus: string | null }>(
      `with upload as (update blob_uploads set touched_at = $5 where id = $1 returning id)
       insert into blob_parts as known (upload_id, part, digest, token) select id, $2, $3, $4 from upload
       on conflict (upload_id, part) do update set
         digest = excluded.digest,
         surplus = case when $6 and known.digest = excluded.digest then excluded.token else known.token end,
         token = case when $6 and known.digest = excluded.digest then known.token else excluded.token end
       returning surplus`,
      [uploadId, part, digest, token, at, keepsFirst],
      { prepared: 'blobs-keep-part' },
    ),
  )
  if (!noted) return false
  return { surplus: noted.surplus === null ? undefined : { part, digest, token: noted.surplus } }
}

/** Forgets a part that the store does not have, unless another one took its place meanwhile. */
export const losePart = async (sql: Sql, uploadId: string, { part, token }: StoredPart): Promise<void> => {
  await sql.query('delete from blob_parts where upload_id = $1 and part = $2 and token = $3', [
    uploadId,
    part,
    token,
  ])
}

/** What a device has sent that no row names: bytes, and uploads that have not ended. */
export const unnamedOf = async (sql: Sql, deviceId: string): Promise<{ bytes: number; uploads: number }> => {
  const found = one(
    await sql.query<{ bytes: number; uploads: number }>(
      `select
         (select coalesce(sum(bytes), 0)::bigint from blob_uploads where device_id = $1) + (
           select coalesce(sum(b.bytes), 0)::bigint from blobs b join blob_holders h on h.sha256 = b.sha256
           where h.device_id = $1 and not b.named
             and not exists (select 1 from blob_names n where n.sha256 = b.sha256)) as bytes,
         (select count(*) from blob_uploads where device_id = $1) as uploads`,
      [deviceId],
    ),
  )
  return found ?? { bytes: 0, uploads: 0 }
}

/** Ends an upload and leaves its bytes to the sweep. Answers false where it has ended already. */
export const abandon = async (tx: Transaction, uploadId: string, at: Date): Promise<boolean> => {
  const ended = await tx.query(
    `with gone as (delete from blob_uploads where id = $1 returning place, handle)
     insert into blob_leavings (place, handle, left_at) select place, handle, $2 from gone
     on conflict do nothing returning place`,
    [uploadId, at],
  )
  return ended.length > 0
}

/**
 * Names an upload's bytes after they were found to be right. Where another account's upload came first its bytes stay,
 * and these are left to the sweep. Answers false where the upload has ended meanwhile.
 */
export const nameBlob = async (
  tx: Transaction,
  { uploadId, uploader, key, at }: { uploadId: string; uploader: Uploader; key: UploadKey; at: Date },
): Promise<boolean> => {
  const upload = one(
    await tx.query<Upload>('select id, place, handle from blob_uploads where id = $1 for update', [uploadId]),
  )
  if (!upload) return false
  const named = await tx.query(
    'insert into blobs (sha256, bytes, place, verified_at) values ($1, $2, $3, $4) on conflict do nothing returning place',
    [key.sha256, key.bytes, upload.place, at],
  )
  await noteHolder(tx, uploader, key.sha256)
  if (named.length === 0) return abandon(tx, uploadId, at)
  await tx.query('delete from blob_uploads where id = $1', [uploadId])
  return true
}
