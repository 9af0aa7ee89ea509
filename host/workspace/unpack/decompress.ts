import { createReadStream } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { createGunzip, createZstdDecompress } from 'node:zlib'
import unbzip2 from 'unbzip2-stream'
import xz from 'xz-decompress'
import type { Packing } from './format.ts'

const pieceBytes = 256 * 1024

/** The bytes of a file as they lie on the disk, each piece told to `onRead`. */
export async function* readFile(
  path: string,
  onRead: (bytes: number) => void,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of createReadStream(path, { highWaterMark: pieceBytes })) {
    onRead((chunk as Buffer).length)
    yield chunk as Buffer
  }
}

/** The bytes that a compressed file stands for. What comes before damage is delivered, then it throws. */
export async function* decompress(
  packing: Packing,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer, void, undefined> {
  for await (const chunk of openers[packing](
    Readable.from(source, { objectMode: false, highWaterMark: pieceBytes }),
  ))
    yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}

/** One stream through another, with the errors of both in the result. */
const through = (source: Readable, target: NodeJS.ReadWriteStream): Readable => {
  // A stream of the first kind closes before its last bytes are read; a newer one behind it holds them.
  const output = target instanceof Readable ? target : target.pipe(new PassThrough())
  source.on('error', (error) => output.destroy(error))
  target.on('error', (error: Error) => output.destroy(error))
  output.on('close', () => source.destroy())
  source.pipe(target)
  return output
}

const openers: Readonly<Record<Packing, (source: Readable) => AsyncIterable<Uint8Array>>> = {
  gz: (source) => through(source, createGunzip({ chunkSize: pieceBytes })),
  zst: (source) => through(source, createZstdDecompress({ chunkSize: pieceBytes })),
  bz2: (source) => through(source, unbzip2()),
  xz: (source) => {
    const web: ReadableStream<Uint8Array> = Readable.toWeb(source)
    return Readable.fromWeb(new xz.XzReadableStream(web as never) as never)
  },
}
