import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { type Incoming, takeIn } from './blobs.ts'
import { documentAtMost, refused } from './documents.ts'
import { tarFiles } from './tar-files.ts'

/** What one archive may hold: the largest commercial images are 20 GB in 100 layers. */
export interface ArchiveLimits {
  entries: number
  bytes: number
}

const archiveLimits: ArchiveLimits = { entries: 20_000, bytes: 256 * 1024 ** 3 }

/** The files of an archive, each under a name of ours, by the name it had there. */
export interface Unpacked {
  find(name: string): Incoming | undefined
  /** A small file whole; undefined where there is none. Throws `refused` where it is too large for a document. */
  document(name: string): Promise<Buffer | undefined>
}

/** Links to links of an archive that are followed. */
const linksAtMost = 4

/**
 * Takes an archive apart into `folder`: every file under a random name, synced, so that no name of the archive is ever a
 * path. Only files, folders and links between its own files are taken. Throws `refused`; what was written is for the
 * caller to remove.
 */
export const unpackArchive = async (
  source: AsyncIterable<Uint8Array>,
  options: { folder: string; limits?: ArchiveLimits; signal: AbortSignal; onBytes?: (count: number) => void },
): Promise<Unpacked> => {
  const { folder, limits = archiveLimits, signal, onBytes } = options
  const files = new Map<string, Incoming>()
  const links = new Map<string, string>()
  let entries = 0
  let bytes = 0
  for await (const { header, content } of tarFiles(source, { signal, damaged })) {
    entries += 1
    if (entries > limits.entries)
      throw refused(`This archive has more than ${limits.entries} entries. It was refused.`)
    const name = safeName(header.name)
    if (header.type === 'directory') continue
    if (files.has(name) || links.has(name))
      throw refused(`This archive has ${shown(name)} twice. It was refused.`)
    if (header.type === 'symlink') {
      links.set(name, safeTarget(name, header.linkname ?? ''))
      continue
    }
    if (header.type !== 'file' && header.type !== 'contiguous-file')
      throw refused(`${shown(name)} is neither a file nor a folder. The archive was refused.`)
    const path = join(folder, randomUUID())
    const file = await takeIn(path, content, {
      atMost: limits.bytes - bytes,
      ...(onBytes ? { onBytes } : {}),
    })
    if (file.bytes !== header.size) throw refused('This archive ends too early. Nothing of it was kept.')
    bytes += file.bytes
    files.set(name, file)
  }
  if (entries === 0) throw refused('This is no archive of images. Nothing was kept.')
  return lookUp(files, links)
}

/** Files by their names in an archive, with the links between them. */
export const lookUp = (
  files: ReadonlyMap<string, Incoming>,
  links: ReadonlyMap<string, string> = new Map(),
): Unpacked => {
  const find = (name: string): Incoming | undefined => {
    let at = name
    for (let followed = 0; followed <= linksAtMost; followed += 1) {
      const file = files.get(at)
      if (file) return file
      const next = links.get(at)
      if (next === undefined) return undefined
      at = next
    }
    throw refused(`${shown(name)} is a link that goes in circles. The archive was refused.`)
  }
  return {
    find,
    async document(name) {
      const file = find(name)
      return file && readSmall(file, name)
    },
  }
}

/** A file that was unpacked, whole. Throws `refused` where it is too large for a document. */
export const readSmall = async (file: Incoming, name: string): Promise<Buffer> => {
  if (file.bytes > documentAtMost)
    throw refused(`${shown(name)} is too large to be a document. The archive was refused.`)
  await using handle = await open(file.path, 'r')
  return handle.readFile()
}

const shown = (name: string): string => (name.length > 100 ? `${name.slice(0, 100)}…` : name)

const safeName = (raw: string): string => {
  const name = posix.normalize(raw).replace(/\/+$/, '').replace(/^\.\//, '')
  if (raw.includes('\0') || name.startsWith('/') || name.split('/').includes('..') || name.length > 500)
    throw refused(`${shown(raw)} leads out of the archive. The archive was refused.`)
  return name
}

const safeTarget = (name: string, target: string): string => {
  if (target === '' || target.startsWith('/'))
    throw refused(`${shown(name)} is a link out of the archive. It was refused.`)
  return safeName(posix.join(posix.dirname(name), target))
}

const damaged = (why: string) =>
  refused(`This is no archive of images, or it is damaged (${why}). Nothing of it was kept.`)

/** The bytes of a file on this disk. */
export const fileBytes = (path: string): AsyncIterable<Buffer> =>
  createReadStream(path, { highWaterMark: 256 * 1024 })
