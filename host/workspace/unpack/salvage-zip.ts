import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { crc32, createInflateRaw } from 'node:zlib'
import { type ArchiveEntry, Damaged } from './archive-entry.ts'

const headerBytes = 30
const signature = 0x04034b50

interface Local {
  name: string
  method: number
  flags: number
  sum: number
  packed: number
  size: number
  from: number
}

/** The local header at a place (APPNOTE 6.3.10, 4.3.7); undefined where there is none. */
const readLocal = async (file: FileHandle, at: number): Promise<Local | undefined> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(headerBytes), 0, headerBytes, at)
  if (bytesRead < headerBytes || buffer.readUInt32LE(0) !== signature) return undefined
  const length = buffer.readUInt16LE(26)
  const name = await file.read(Buffer.alloc(length), 0, length, at + headerBytes)
  if (name.bytesRead < length) return undefined
  return {
    name: name.buffer.toString('utf8'),
    flags: buffer.readUInt16LE(6),
    method: buffer.readUInt16LE(8),
    sum: buffer.readUInt32LE(14),
    packed: buffer.readUInt32LE(18),
    size: buffer.readUInt32LE(22),
    from: at + headerBytes + length + buffer.readUInt16LE(28),
  }
}

async function* bytesOf(path: string, { from, packed, method, size, sum: stated }: Local) {
  if (size === 0) return
  const raw = createReadStream(path, { start: from, end: from + packed - 1 })
  const source = method === 0 ? raw : raw.pipe(createInflateRaw())
  raw.on('error', (error) => source.destroy(error))
  let sum = 0
  let bytes = 0
  for await (const chunk of source) {
    bytes += (chunk as Buffer).length
    if (bytes > size) throw new Damaged('it is larger than it says')
    sum = crc32(chunk as Buffer, sum)
    yield chunk as Buffer
  }
  if (sum !== stated) throw new Damaged('its bytes do not match their checksum')
}

/**
 * The entries of a zip that lost its end, and with it its directory: each has a header of its own before it. Modes and
 * times are only in the directory. Throws `Damaged` where the next one cannot be found, at the latest at the end.
 */
export async function* salvageZip(path: string, why: string): AsyncGenerator<ArchiveEntry, void, undefined> {
  const file = await open(path, 'r')
  try {
    for (let at = 0; ; ) {
      const local = await readLocal(file, at)
      // With bit 3 the sizes come after the bytes, so the next header cannot be found for certain.
      if (!local || (local.flags & 8) !== 0) throw new Damaged(why)
      at = local.from + local.packed
      const locked = (local.flags & 1) !== 0 || (local.method !== 0 && local.method !== 8)
      yield {
        name: local.name,
        kind: /[/\\]$/.test(local.name) ? 'folder' : 'file',
        executable: false,
        modifiedAt: 0,
        target: '',
        refused: locked ? 'It is encrypted or packed in a way that cannot be read here.' : '',
        bytes: () => bytesOf(path, local),
      }
    }
  } finally {
    await file.close()
  }
}
