import { createHash, randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createDeflate, deflate, inflate } from 'node:zlib'
import { GitFailure } from '../failure.ts'
import type { Repository } from './repository.ts'

export type ObjectType = 'blob' | 'tree' | 'commit' | 'tag'

/** Bytes of one object that are read; a small file may claim to hold terabytes. */
const bytesAtMost = 512 * 1024 * 1024
const packed = promisify(deflate)
const unpacked = promisify(inflate)

const loose = (objects: string, oid: string) => join(objects, oid.slice(0, 2), oid.slice(2))

/** An object of the repository. Throws a `GitFailure` where it is not there or not readable. */
export const readObject = async (
  { objects, library, at, call }: Repository,
  oid: string,
): Promise<{ type: ObjectType; bytes: Buffer }> => {
  for (const folder of objects) {
    const file = await readFile(loose(folder, oid)).catch(() => undefined)
    if (!file) continue
    const whole = await unpacked(file, { maxOutputLength: bytesAtMost })
    const end = whole.indexOf(0)
    const [type = ''] = whole.toString('latin1', 0, end).split(' ')
    return { type: type as ObjectType, bytes: whole.subarray(end + 1) }
  }
  try {
    const found = await library.readObject({ ...at, oid, format: 'content' })
    return { type: found.type as ObjectType, bytes: Buffer.from(found.object as Uint8Array) }
  } catch (error) {
    throw new GitFailure(
      call.args,
      128,
      `object ${oid} cannot be read (${error instanceof Error ? error.name : error})`,
    )
  }
}

const hashOf = (header: string, bytes: Uint8Array): string =>
  createHash('sha1').update(header, 'latin1').update(bytes).digest('hex')

/** Writes an object, unless it is there, and gives its hash. */
export const writeObject = async (
  { objects: [objects = ''] }: Pick<Repository, 'objects'>,
  type: ObjectType,
  bytes: Uint8Array,
): Promise<string> => {
  const header = `${type} ${bytes.length}\0`
  const oid = hashOf(header, bytes)
  if (await isThere(loose(objects, oid))) return oid
  const temporary = join(objects, `tmp_obj_${randomUUID()}`)
  const whole = Buffer.concat([Buffer.from(header, 'latin1'), bytes])
  await writeFile(temporary, await packed(whole, { level: 1 }), { mode: 0o444, flag: 'wx' })
  await settle(temporary, loose(objects, oid))
  return oid
}

/** As `writeObject`, for a file of any size that arrives in pieces. */
export const writeBlob = async (
  { objects: [objects = ''] }: Pick<Repository, 'objects'>,
  size: number,
  pieces: AsyncIterable<Uint8Array>,
): Promise<string> => {
  const hash = createHash('sha1')
  const temporary = join(objects, `tmp_obj_${randomUUID()}`)
  async function* whole() {
    const header = Buffer.from(`blob ${size}\0`, 'latin1')
    hash.update(header)
    yield header
    for await (const piece of pieces) {
      hash.update(piece)
      yield piece
    }
  }
  try {
    await pipeline(
      whole,
      createDeflate({ level: 1 }),
      createWriteStream(temporary, { mode: 0o444, flags: 'wx' }),
    )
    const oid = hash.digest('hex')
    await settle(temporary, loose(objects, oid))
    return oid
  } finally {
    await rm(temporary, { force: true })
  }
}

const isThere = (path: string) =>
  stat(path).then(
    () => true,
    () => false,
  )

const settle = async (temporary: string, path: string) => {
  await mkdir(dirname(path), { recursive: true })
  await rename(temporary, path)
}
