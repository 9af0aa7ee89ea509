import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../test/support/database.ts'
import {
  blobFolders,
  blobPath,
  incomingPath,
  receivedBytes,
  storeBytes,
  storeFile,
  storeUpload,
  sweepIncoming,
} from './blob-store.ts'

const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const megabyte = 1024 * 1024

async function* chunked(bytes: Uint8Array, size = 100_000) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

test('a file is stored under its hash, once', async () => {
  using folder = temporaryFolder()
  const bytes = randomBytes(9 * megabyte + 17)
  const path = join(folder.path, 'heap.bin')
  writeFileSync(path, bytes)
  const done: number[] = []
  const options = { dataDir: folder.path, uploadId: 'a', onProgress: (at: number) => void done.push(at) }
  expect(await storeFile(path, options)).toEqual({
    sha256: sha(bytes),
    bytes: bytes.length,
    deduplicated: false,
  })
  expect(done.at(-1)).toBe(bytes.length)
  expect(readFileSync(blobPath(folder.path, sha(bytes))).equals(bytes)).toBe(true)
  expect(await storeFile(path, { ...options, uploadId: 'b' })).toMatchObject({ deduplicated: true })
  expect(readdirSync(blobFolders(folder.path).incoming)).toEqual([])
})

test('a copy is stopped while it goes on, and its part stays for the next one', async () => {
  using folder = temporaryFolder()
  const path = join(folder.path, 'heap.bin')
  writeFileSync(path, randomBytes(40 * megabyte))
  const stop = new AbortController()
  const done: number[] = []
  const copy = storeFile(path, {
    dataDir: folder.path,
    uploadId: 'a',
    signal: stop.signal,
    onProgress(at) {
      done.push(at)
      // Heard as a message is: when the copy lets its thread.
      if (done.length === 1) setImmediate(() => stop.abort(new Error('stopped')))
    },
  })
  await expect(copy).rejects.toThrow('stopped')
  expect(statSync(incomingPath(folder.path, 'a')).size).toBe(done.at(-1))
  expect(done.at(-1)).toBeLessThan(40 * megabyte)
})

test('a part left by a crash is kept as far as it equals the file', async () => {
  using folder = temporaryFolder()
  const bytes = randomBytes(12 * megabyte + 5)
  const path = join(folder.path, 'heap.bin')
  writeFileSync(path, bytes)
  for (const wrongFrom of [bytes.length, 5 * megabyte, 0]) {
    const part = incomingPath(folder.path, 'a')
    mkdirSync(dirname(part), { recursive: true })
    const left = Buffer.from(bytes.subarray(0, 9 * megabyte))
    left.fill(0, Math.min(wrongFrom, left.length))
    writeFileSync(part, left)
    const { sha256 } = await storeFile(path, { dataDir: folder.path, uploadId: 'a' })
    expect(sha256).toBe(sha(bytes))
    expect(sha(readFileSync(blobPath(folder.path, sha256)))).toBe(sha256)
  }
})

test('an upload that was cut off goes on where it is certain', async () => {
  using folder = temporaryFolder()
  const bytes = randomBytes(65 * megabyte)
  const options = { dataDir: folder.path, uploadId: 'u', bytes: bytes.length }
  const cut = storeUpload(chunked(bytes.subarray(0, 64.5 * megabyte), megabyte), { ...options, offset: 0 })
  await expect(cut).rejects.toThrow(RangeError)
  const offset = await receivedBytes(folder.path, 'u')
  expect(offset).toBe(64 * megabyte)
  const stored = await storeUpload(chunked(bytes.subarray(offset)), { ...options, offset })
  expect(stored.sha256).toBe(sha(bytes))
})

test('more or fewer bytes than announced are not stored', async () => {
  using folder = temporaryFolder()
  const options = { dataDir: folder.path, uploadId: 'u', offset: 0 }
  await expect(storeUpload(chunked(randomBytes(10)), { ...options, bytes: 11 })).rejects.toThrow(/Fewer/)
  await expect(storeUpload(chunked(randomBytes(10)), { ...options, bytes: 9 })).rejects.toThrow(/More/)
  expect(existsSync(blobFolders(folder.path).blobs)).toBe(false)
})

test('an empty file is a blob too', async () => {
  using folder = temporaryFolder()
  const { sha256, bytes } = await storeBytes(new Uint8Array(), folder.path, 'e')
  expect([sha256, bytes]).toEqual([sha(new Uint8Array()), 0])
  expect(statSync(blobPath(folder.path, sha256)).size).toBe(0)
})

test('sweeping removes what no upload will continue', async () => {
  using folder = temporaryFolder()
  const { incoming } = blobFolders(folder.path)
  mkdirSync(incoming, { recursive: true })
  for (const name of ['kept.part', 'orphan.part']) writeFileSync(join(incoming, name), 'x')
  expect(await sweepIncoming(folder.path, new Set(['kept']))).toBe(1)
  expect(readdirSync(incoming)).toEqual(['kept.part'])
})
