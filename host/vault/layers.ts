import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import type { Incoming } from './blobs.ts'
import { refused, types } from './documents.ts'

/** Bytes of one layer when it is unpacked; a layer of a database image has 10 GB. */
const unpackedAtMost = 64 * 1024 ** 3

type Packing = '' | 'gzip' | 'zstd'

const packingOf = async (path: string): Promise<Packing> => {
  await using file = await open(path, 'r')
  const { buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
  if (buffer.readUInt16BE(0) === 0x1f8b) return 'gzip'
  // RFC 8878, 3.1.1: the magic number of a frame.
  return buffer.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : ''
}

/** How a layer's media type says that it is packed. */
export const layerType = async (layer: Incoming): Promise<string> => {
  const packing = await packingOf(layer.path)
  return packing === '' ? types.layer : `${types.layer}+${packing}`
}

/** Checks that a layer is the one that the configuration of its image names by its unpacked bytes. Throws `refused`. */
export const checkLayer = async (layer: Incoming, diffId: string, signal: AbortSignal): Promise<void> => {
  if (layer.digest === diffId) return
  const packing = await packingOf(layer.path)
  if (packing !== '' && (await unpackedDigest(layer.path, packing, signal)) === diffId) return
  throw refused(
    `A layer is not the one that its image names (${diffId.slice(0, 19)}…). Nothing of this archive was kept.`,
  )
}

const unpackedDigest = async (
  path: string,
  packing: 'gzip' | 'zstd',
  signal: AbortSignal,
): Promise<string> => {
  const hash = createHash('sha256')
  let bytes = 0
  const sum = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > unpackedAtMost)
        return done(refused('A layer unpacks to more than a vault takes. It was refused.'))
      hash.update(chunk)
      done()
    },
  })
  const unpack = packing === 'gzip' ? createGunzip() : createZstdDecompress()
  try {
    await pipeline(createReadStream(path), unpack, sum.resume(), { signal })
  } catch (error) {
    if (error instanceof Error && 'code' in error && /^(Z_|ZSTD_)/.test(String(error.code)))
      throw refused('A layer of this archive is damaged. Nothing of the archive was kept.')
    throw error
  }
  return `sha256:${hash.digest('hex')}`
}
