import { v7 } from 'uuid'
import { z } from 'zod'
import { sha256 } from '../../shared/domain/entities.ts'
import {
  type ImageNote,
  imageNamesAtMost,
  imageNote,
  imagesAtMost,
  manifestBytesAtMost,
  manifestParts,
  type PublishAnswer,
} from '../../shared/sync/images.ts'
import { type AccessWorld, type Actor, act } from '../access/act.ts'
import { findBlob, holdsBlob } from '../blobs/rows.ts'
import type { BlobStore } from '../blobs/store.ts'
import type { Transaction } from '../database/sql.ts'
import { Refusal, refuse } from '../http/refusal.ts'
import { imagesStream } from './access.ts'

const partsInput = z.array(z.object({ sha256, bytes: z.int().min(0) })).max(1000)
type Parts = z.output<typeof partsInput>

/** Notes an image whose every part its publisher has sent, and names the parts, so that they stay. */
const noteImage = act({
  name: 'image.publish',
  input: imageNote.extend({ sha256, config: sha256, layers: z.int(), parts: partsInput }),
  async run(tx, image, { actor: { accountId } }): Promise<PublishAnswer> {
    if (accountId === null) throw refuse('bad-input', 'Images are published by benches. Nothing was changed.')
    const blobs = await missingOf(tx, accountId, image.parts)
    if (blobs.length > 0) return { state: 'missing', blobs }
    // One at a time: the number is looked at and changed.
    await tx.query("select pg_advisory_xact_lock(hashtext('images'))")
    const [known] = await tx.query<{ id: string }>('select id from images where sha256 = $1', [image.sha256])
    if (known) await addNames(tx, known.id, image)
    else await insert(tx, accountId, image)
    return { state: 'published' }
  },
  told: ({ sha256: subject, names, licence, parts }, { state }) => ({
    subject,
    details: {
      state,
      names: names.join(', ').slice(0, 500),
      licence,
      bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
    },
  }),
})

type Noted = ImageNote & { sha256: string; config: string; layers: number; parts: Parts }

const insert = async (tx: Transaction, accountId: string, image: Noted): Promise<void> => {
  const [{ count } = { count: 0 }] = await tx.query<{ count: number }>('select count(*) from images')
  if (count >= imagesAtMost)
    throw new Refusal(
      409,
      'quota',
      `The central service keeps ${imagesAtMost} images, which is all it may. An administrator can remove some.`,
    )
  const id = v7()
  const bytes = image.parts.reduce((sum, part) => sum + part.bytes, 0)
  await tx.query(
    `insert into images (id, sha256, config, names, digests, platform, licence, layers, bytes, account_id, at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, now())`,
    [
      ...[id, image.sha256, image.config, image.names, image.digests, image.platform],
      ...[image.licence, image.layers, bytes, accountId],
    ],
  )
  await tx.query(
    `insert into blob_names (sha256, kind, id, stream, account_id)
     select part, 'image', $2, $3, $4 from unnest($1::text[]) part on conflict do nothing`,
    [image.parts.map((part) => part.sha256), id, imagesStream, accountId],
  )
}

/** What somebody else calls it is added; whose it is stays. */
const addNames = (tx: Transaction, id: string, { names, digests, licence }: Noted): Promise<unknown> =>
  tx.query(
    `update images set licence = coalesce(licence, $4),
       names = (select array_agg(distinct n) from (select unnest(names || $2::text[]) n limit $5) s),
       digests = coalesce((select array_agg(distinct n) from (select unnest(digests || $3::text[]) n limit $5) s), '{}')
     where id = $1`,
    [id, names, digests, licence, imageNamesAtMost],
  )

/** Knowing a hash is no right to its bytes: a part counts only where its publisher has sent all of it. */
const missingOf = async (tx: Transaction, accountId: string, parts: Parts): Promise<string[]> => {
  const there = await tx.query<{ sha256: string; bytes: number }>(
    `select b.sha256, b.bytes from blobs b where b.sha256 = any($1) and exists (
       select 1 from blob_holders h where h.sha256 = b.sha256 and h.account_id = $2) for share`,
    [parts.map((part) => part.sha256), accountId],
  )
  const sizes = new Map(there.map((blob) => [blob.sha256, blob.bytes]))
  const wrong = parts.find((part) => sizes.has(part.sha256) && sizes.get(part.sha256) !== part.bytes)
  if (wrong)
    throw refuse(
      'bad-input',
      'The manifest of this image names a part by another size than it has. It was not published.',
    )
  return parts.filter((part) => !sizes.has(part.sha256)).map((part) => part.sha256)
}

/** Publishes an image by its manifest, which was sent as a blob before. Throws `bad-input` for what is no manifest. */
export const publishImage = async (
  { world, store }: { world: AccessWorld; store: BlobStore },
  actor: Actor & { accountId: string },
  { sha256: digest, note }: { sha256: string; note: ImageNote },
): Promise<PublishAnswer> => {
  const { database } = world
  const blob = await findBlob(database, digest)
  if (!blob || !(await holdsBlob(database, actor.accountId, digest)))
    return { state: 'missing', blobs: [digest] }
  if (blob.bytes > manifestBytesAtMost) throw noManifest()
  const { config, layers } = await readManifest(store, blob)
  const parts = new Map([[digest, blob.bytes]])
  for (const { digest: name, size } of [config, ...layers]) parts.set(hex(name), size)
  return noteImage(world, actor, {
    ...note,
    sha256: digest,
    config: hex(config.digest),
    layers: layers.length,
    parts: [...parts].map(([name, bytes]) => ({ sha256: name, bytes })),
  })
}

const hex = (digest: string): string => digest.slice('sha256:'.length)

const noManifest = () =>
  refuse('bad-input', 'This is no manifest of an image. Nothing was published; save the image again.')

const readManifest = async (store: BlobStore, { place, bytes }: { place: string; bytes: number }) => {
  const chunks: Uint8Array[] = []
  for await (const chunk of store.read(place, { start: 0, end: bytes - 1 })) chunks.push(chunk)
  try {
    return manifestParts.parse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  } catch {
    // Neither JSON nor what the format says: whoever sent it is told.
    throw noManifest()
  }
}
