import { open } from 'node:fs/promises'

export type Packing = 'gz' | 'bz2' | 'xz' | 'zst'
export type ArchiveFormat = 'zip' | 'tar' | '7z' | 'rar' | Packing

/** The first bytes of each format (gzip RFC 1952, zstd RFC 8878, .ZIP APPNOTE 6.3.10, the formats' own pages). */
const magics: readonly (readonly [format: ArchiveFormat, hex: string])[] = [
  ['zip', '504b0304'],
  ['zip', '504b0506'],
  ['zip', '504b0708'],
  ['gz', '1f8b08'],
  ['bz2', '425a68'],
  ['xz', 'fd377a585a00'],
  ['zst', '28b52ffd'],
  ['7z', '377abcaf271c'],
  ['rar', '526172211a07'],
]

/** Bytes that tell a format: one block of a tar. */
export const headBytes = 512

/** Whether a block is the header of a tar entry: its checksum is right (POSIX.1-2017, pax). */
export const isTarHeader = (head: Buffer): boolean => {
  if (head.length < headBytes) return false
  const stated = Number.parseInt(
    head
      .toString('latin1', 148, 156)
      .replace(/[\0 ]+$/, '')
      .trim(),
    8,
  )
  let sum = 0
  for (let at = 0; at < headBytes; at += 1) sum += at >= 148 && at < 156 ? 32 : (head[at] ?? 0)
  return sum === stated
}

/** What a file is by its first bytes; undefined where it is no archive. */
const formatOf = (head: Buffer): ArchiveFormat | undefined =>
  magics.find(([, hex]) => head.subarray(0, hex.length / 2).toString('hex') === hex)?.[0] ??
  (isTarHeader(head) ? 'tar' : undefined)

export const formatOfFile = async (path: string): Promise<ArchiveFormat | undefined> => {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return formatOf(buffer.subarray(0, bytesRead))
  } finally {
    await file.close()
  }
}

const tarEnding = /\.(tar(\.(gz|bz2|xz|zst|z))?|tgz|tbz2?|txz|tzst)$/i
const otherEnding = /\.(zip|gz|bz2|xz|zst|7z|rar)$/i

/** Whether a file is unpacked without being named: by its ending, for an office document or a jar is a zip too. */
export const looksPacked = (name: string): boolean => tarEnding.test(name) || otherEnding.test(name)

/** The name of an archive without what says that it is one; never empty. */
export const unpackedName = (name: string): string => {
  const short = name.replace(tarEnding.test(name) ? tarEnding : otherEnding, '')
  return short === '' ? 'archive' : short
}
