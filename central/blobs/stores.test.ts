import { createHash, randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { v7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestText, partBytes } from '../../shared/sync/blobs.ts'
import { temporaryFolder } from '../../test/support/database.ts'
import { type S3Server, s3Server } from '../../test/support/s3-server.ts'
import { openBlobStore } from './open-store.ts'
import { type BlobStore, placeOf, type StoredPart } from './store.ts'

const folder = temporaryFolder()
const keys = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'wJalr/XUtnFEMI+K7MDENG', region: 'eu-central-1' }
const env = { AWS_ACCESS_KEY_ID: keys.accessKeyId, AWS_SECRET_ACCESS_KEY: keys.secretAccessKey }
let s3: S3Server

beforeAll(async () => {
  s3 = await s3Server(keys)
})
afterAll(async () => {
  await s3.close()
  folder[Symbol.dispose]()
})

const s3Address = () => `s3://${s3.bucket}/team?endpoint=${s3.url}&region=${keys.region}`
const stores: Record<string, () => BlobStore> = {
  folder: () => openBlobStore(join(folder.path, 'blobs'), { env: {}, newToken: v7 }),
  's3-compatible store': () => openBlobStore(s3Address(), { env, newToken: v7 }),
}

async function* pieces(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 70_001) yield bytes.subarray(at, at + 70_001)
}

const gathered = async (bytes: AsyncIterable<Uint8Array>) => {
  const all: Buffer[] = []
  // A store may use its piece again once the next one is asked for.
  for await (const piece of bytes) all.push(Buffer.from(piece))
  return Buffer.concat(all)
}

const begun = async (store: BlobStore, bytes: Buffer) => {
  const place = placeOf(createHash('sha256').update(bytes).digest('hex'), v7())
  const handle = await store.begin(place)
  const put = async (part: number, body: Buffer): Promise<StoredPart> => {
    const digest = digestText(crc32(body))
    return {
      part,
      digest,
      token: await store.putPart({ place, handle }, { part, length: body.length, digest }, pieces(body)),
    }
  }
  return { place, handle, put }
}

for (const [name, open] of Object.entries(stores))
  describe(`a ${name}`, () => {
    test('keeps parts that come in any order, and reads them back by range', async () => {
      const store = open()
      const bytes = randomBytes(2 * partBytes + 77)
      const { place, handle, put } = await begun(store, bytes)
      const parts: StoredPart[] = []
      for (const part of [2, 0, 1])
        parts[part] = await put(part, bytes.subarray(part * partBytes, (part + 1) * partBytes))
      expect(await store.size(place)).toBeNull()
      await store.complete({ place, handle }, parts)
      await store.complete({ place, handle }, parts)
      expect(await store.size(place)).toBe(bytes.length)
      for (const [start, end] of [
        [0, bytes.length - 1],
        [partBytes - 1, partBytes],
        [2 * partBytes, 2 * partBytes + 76],
        [7, 7],
      ] as const)
        expect(
          (await gathered(store.read(place, { start, end }))).equals(bytes.subarray(start, end + 1)),
        ).toBe(true)
      await store.remove(place, '')
      await store.remove(place, '')
      expect(await store.size(place)).toBeNull()
    })

    test('keeps an empty file', async () => {
      const store = open()
      const { place, handle, put } = await begun(store, Buffer.alloc(0))
      await store.complete({ place, handle }, [await put(0, Buffer.alloc(0))])
      expect(await store.size(place)).toBe(0)
      expect((await gathered(store.read(place, { start: 0, end: -1 }))).length).toBe(0)
    })

    test('takes no part that is not the announced one, and forgets an upload that is given up', async () => {
      const store = open()
      const bytes = randomBytes(1000)
      const { place, handle, put } = await begun(store, bytes)
      const wrong = { part: 0, length: 1000, digest: '00000000' }
      await expect(store.putPart({ place, handle }, wrong, pieces(bytes))).rejects.toThrow(/send it again/)
      const longer = { part: 0, length: 999, digest: digestText(crc32(bytes)) }
      await expect(store.putPart({ place, handle }, longer, pieces(bytes))).rejects.toThrow(/send it again/)
      await put(0, bytes)
      await store.remove(place, handle)
      expect(s3.uploads().filter((key) => key.endsWith(place))).toEqual([])
    })
  })

test('a store that is busy is tried again, and one that refuses is told of', async () => {
  const store = openBlobStore(s3Address(), { env, newToken: v7 })
  const bytes = randomBytes(100)
  const { place, handle, put } = await begun(store, bytes)
  s3.slowDown(2)
  await store.complete({ place, handle }, [await put(0, bytes)])
  expect(s3.keys()).toContain(`team/${place}`)
  const stranger = openBlobStore(s3Address(), {
    env: { ...env, AWS_SECRET_ACCESS_KEY: 'wrong' },
    newToken: v7,
  })
  await expect(stranger.begin(place)).rejects.toThrow(/SignatureDoesNotMatch/)
  const gone = openBlobStore(`s3://${s3.bucket}?endpoint=http://127.0.0.1:9`, { env, newToken: v7 })
  await expect(gone.begin(place)).rejects.toMatchObject({ code: 'unavailable' })
})

test('says what is missing of an address or its keys', () => {
  expect(() => openBlobStore('s3://', { env, newToken: v7 })).toThrow(/names no bucket/)
  expect(() => openBlobStore('s3://evidence', { env: {}, newToken: v7 })).toThrow(/AWS_ACCESS_KEY_ID/)
})
