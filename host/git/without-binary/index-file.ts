import { createHash } from 'node:crypto'
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { failureOf, GitFailure } from '../failure.ts'
import { needsBinary } from './call.ts'
import type { Repository } from './repository.ts'
import type { Files, Leaf } from './tree.ts'

/** A file as the index knows it (gitformat-index(5)). */
export interface IndexEntry extends Leaf {
  /** The ten numbers that say whether the file may have changed; zeros where nobody looked. */
  readonly stats: Buffer
  readonly flags: number
  readonly extended: number
}

export interface Index {
  readonly files: Map<string, IndexEntry>
  /** Paths of which a merge that stopped left several versions, with those. */
  readonly unmerged: [path: string, entry: IndexEntry][]
  /** When it was written, in milliseconds; a file changed later is looked at again. */
  readonly at: number
}

const statsBytes = 40
const stage = 0x3000

const entryOf = ({ mode, oid }: Leaf, stats: Buffer = Buffer.alloc(statsBytes)): IndexEntry => ({
  mode,
  oid,
  stats,
  flags: 0,
  extended: 0,
})

/** The index, empty where there is none. Throws a `GitFailure` where it is damaged, `no-git` where its format is newer. */
export const readIndex = async ({ index: file, call }: Repository): Promise<Index> => {
  const bytes = await readFile(file).catch(() => undefined)
  const index: Index = { files: new Map(), unmerged: [], at: 0 }
  if (!bytes) return index
  const { mtimeMs } = await stat(file)
  try {
    parse(bytes, index)
  } catch (error) {
    if (error instanceof RangeError) throw new GitFailure(call.args, 128, 'index file corrupt')
    throw error
  }
  return { ...index, at: mtimeMs }
}

const parse = (bytes: Buffer, { files, unmerged }: Index): void => {
  const version = bytes.readUInt32BE(4)
  if (bytes.toString('latin1', 0, 4) !== 'DIRC') throw new RangeError('no index')
  if (version !== 2 && version !== 3) throw needsBinary()
  let at = 12
  for (let left = bytes.readUInt32BE(8); left > 0; left -= 1) {
    const flags = bytes.readUInt16BE(at + 60)
    const isExtended = (flags & 0x4000) !== 0
    const from = at + (isExtended ? 64 : 62)
    const end = bytes.indexOf(0, from)
    if (end < 0) throw new RangeError('cut short')
    const entry = {
      stats: bytes.subarray(at, at + statsBytes),
      mode: bytes.readUInt32BE(at + 24),
      oid: bytes.toString('hex', at + 40, at + 60),
      flags: flags & 0x8000,
      extended: isExtended ? bytes.readUInt16BE(at + 62) : 0,
    }
    const path = bytes.toString('latin1', from, end)
    if (flags & stage) unmerged.push([path, { ...entry, flags: flags & (0x8000 | stage) }])
    else files.set(path, entry)
    at += (end - at + 8) & ~7
  }
  // An extension with a small first letter changes what the entries mean.
  while (at < bytes.length - 20) {
    if ((bytes[at] ?? 0) >= 0x61) throw needsBinary()
    at += 8 + bytes.readUInt32BE(at + 4)
  }
}

/** Writes the index as git does: beside it first, which keeps any other git out. Throws `busy`. */
export const writeIndex = async (
  { index: file, call }: Repository,
  { files, unmerged }: Pick<Index, 'files' | 'unmerged'>,
): Promise<void> => {
  const entries = [...files, ...unmerged].sort(([a, x], [b, y]) =>
    a < b ? -1 : a > b ? 1 : x.flags - y.flags,
  )
  const isExtended = entries.some(([, { extended }]) => extended !== 0)
  const head = Buffer.alloc(12)
  head.write('DIRC', 'latin1')
  head.writeUInt32BE(isExtended ? 3 : 2, 4)
  head.writeUInt32BE(entries.length, 8)
  const body = Buffer.concat([head, ...entries.map(([path, entry]) => bytesOfEntry(path, entry))])
  const lock = `${file}.lock`
  await writeFile(lock, [body, createHash('sha1').update(body).digest()], { flag: 'wx' }).catch(
    (error: unknown) => {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST'
      throw taken ? failureOf(call.args, 128, `'${lock}': File exists`) : error
    },
  )
  await rename(lock, file).catch(async (error: unknown) => {
    await rm(lock, { force: true })
    throw error
  })
}

const bytesOfEntry = (path: string, { mode, oid, stats, flags, extended }: IndexEntry): Buffer => {
  const from = extended ? 64 : 62
  const bytes = Buffer.alloc((from + path.length + 8) & ~7)
  stats.copy(bytes)
  bytes.writeUInt32BE(mode, 24)
  bytes.write(oid, 40, 'hex')
  bytes.writeUInt16BE(flags | (extended ? 0x4000 : 0) | Math.min(path.length, 0xfff), 60)
  if (extended) bytes.writeUInt16BE(extended, 62)
  bytes.write(path, from, 'latin1')
  return bytes
}

/** Puts files in and takes out those in their way; null takes a path out. */
export const changeIndex = (index: Index, changes: ReadonlyMap<string, Leaf | null>): void => {
  const folders = new Set([...index.files.keys()].flatMap(foldersOf))
  for (const [path, leaf] of changes) {
    index.files.delete(path)
    if (!leaf) continue
    for (const folder of foldersOf(path)) index.files.delete(folder)
    if (folders.has(path))
      for (const known of [...index.files.keys()]) if (known.startsWith(`${path}/`)) index.files.delete(known)
    index.files.set(path, entryOf(leaf))
  }
  for (let at = index.unmerged.length - 1; at >= 0; at -= 1)
    if (changes.has(index.unmerged[at]?.[0] ?? '')) index.unmerged.splice(at, 1)
}

/** The folders above a path. */
export const foldersOf = (path: string): string[] => {
  const folders: string[] = []
  for (let at = path.indexOf('/'); at !== -1; at = path.indexOf('/', at + 1)) folders.push(path.slice(0, at))
  return folders
}

export const indexOf = (files: Files): Index => ({
  files: new Map([...files].map(([path, leaf]) => [path, entryOf(leaf)])),
  unmerged: [],
  at: 0,
})
