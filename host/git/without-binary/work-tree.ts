import { createHash } from 'node:crypto'
import { type BigIntStats, constants } from 'node:fs'
import { lstat, open, readdir, readlink } from 'node:fs/promises'
import { foldersOf, type Index, type IndexEntry } from './index-file.ts'
import type { Repository } from './repository.ts'

export interface WorkTree {
  /** Files of the index that are on the disk; those that did not change are the same objects. */
  readonly files: Map<string, IndexEntry>
  /** Files, and folders of which none is in the index with a slash at the end, where asked for. */
  readonly untracked: string[]
  readonly ignored: string[]
}

interface Walk {
  readonly repository: Repository
  readonly index: Index
  readonly folders: ReadonlySet<string>
  /** Folders without a file of the index are told as a whole. */
  readonly whole: boolean
}

/** Milliseconds within which a file may change without its time telling so. */
const racy = 20
const skipWorktree = 0x4000
const gitlink = 0o160000
const link = 0o120000

/** A path of the workspace for the file system, byte for byte. */
const placeOf = ({ folder }: Repository, path: string): Buffer =>
  Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, 'latin1')])

/** What the folder of a repository holds now. Repositories inside it are passed over. */
export const walkWorkTree = async (
  repository: Repository,
  index: Index,
  { whole }: { whole: boolean },
): Promise<WorkTree> => {
  const folders = new Set([...index.files.keys()].flatMap(foldersOf))
  const found: WorkTree = { files: new Map(), untracked: [], ignored: [] }
  await enter({ repository, index, folders, whole }, '', found)
  for (const [path, entry] of index.files)
    if (entry.mode === gitlink || entry.extended & skipWorktree) found.files.set(path, entry)
  return found
}

const enter = async (walk: Walk, folder: string, found: WorkTree): Promise<void> => {
  const { repository, index } = walk
  repository.call.signal?.throwIfAborted()
  // A folder that vanished meanwhile, or that may not be read, shows nothing.
  const entries = await readdir(placeOf(repository, folder), {
    withFileTypes: true,
    encoding: 'buffer',
  }).catch(() => [])
  if (folder !== '' && entries.some(({ name }) => isGit(name.toString('latin1')))) return
  for (const entry of entries) {
    const name = entry.name.toString('latin1')
    const path = folder === '' ? name : `${folder}/${name}`
    if (isGit(name) || index.files.get(path)?.mode === gitlink) continue
    if (entry.isDirectory()) await enterFolder(walk, path, found)
    else if (entry.isFile() || entry.isSymbolicLink()) await meet(walk, path, found)
  }
}

const isGit = (name: string) => name.toLowerCase() === '.git'

const enterFolder = async (walk: Walk, path: string, found: WorkTree) => {
  if (walk.folders.has(path)) return enter(walk, path, found)
  if (await isIgnored(walk, `${path}/`)) return void found.ignored.push(`${path}/`)
  if (!walk.whole) return enter(walk, path, found)
  const inner: WorkTree = { files: found.files, untracked: [], ignored: [] }
  await enter(walk, path, inner)
  if (inner.untracked.length > 0) found.untracked.push(`${path}/`)
  for (const ignored of inner.ignored) found.ignored.push(ignored)
}

const meet = async (walk: Walk, path: string, found: WorkTree) => {
  const known = walk.index.files.get(path)
  if (known) {
    const now = await lookAt(walk.repository, path, { known, at: walk.index.at })
    if (now) found.files.set(path, now)
  } else if (await isIgnored(walk, path)) found.ignored.push(path)
  else found.untracked.push(path)
}

const isIgnored = ({ repository: { library, at } }: Walk, path: string) =>
  library.isIgnored({ ...at, filepath: Buffer.from(path, 'latin1').toString('utf8') })

/** A file as the index would know it, without keeping its bytes; undefined where it is gone. */
export const lookAt = async (
  repository: Repository,
  path: string,
  { known, at }: { known?: IndexEntry | undefined; at: number },
): Promise<IndexEntry | undefined> => {
  const place = placeOf(repository, path)
  const stats = await lstat(place, { bigint: true }).catch(() => undefined)
  if (!stats || !(stats.isFile() || stats.isSymbolicLink())) return undefined
  const mode = modeOf(repository, stats, known)
  const bytes = statsOf(stats, mode)
  const isOld = Number(stats.mtimeMs) + racy < at
  if (known && isOld && known.stats.equals(bytes)) return known
  const oid = await hashOf(place, stats).catch(() => undefined)
  // What cannot be read stays as it is known, as with git.
  if (oid === undefined) return known
  return { mode, oid, stats: bytes, flags: 0, extended: 0 }
}

const modeOf = ({ modes }: Repository, stats: BigIntStats, known: IndexEntry | undefined): number => {
  if (stats.isSymbolicLink()) return link
  if (!modes) return known && known.mode !== link ? known.mode : 0o100644
  return stats.mode & 0o100n ? 0o100755 : 0o100644
}

const statsOf = (stats: BigIntStats, mode: number): Buffer => {
  const bytes = Buffer.alloc(40)
  const second = 1_000_000_000n
  const numbers = [
    stats.ctimeNs / second,
    stats.ctimeNs % second,
    stats.mtimeNs / second,
    stats.mtimeNs % second,
    stats.dev,
    stats.ino,
    BigInt(mode),
    stats.uid,
    stats.gid,
    stats.size,
  ]
  for (const [at, number] of numbers.entries())
    bytes.writeUInt32BE(Number(BigInt.asUintN(32, number)), at * 4)
  return bytes
}

const hashOf = async (place: Buffer, stats: BigIntStats): Promise<string> => {
  const hash = createHash('sha1')
  if (stats.isSymbolicLink()) {
    const target = await readlink(place, { encoding: 'buffer' })
    return hash.update(`blob ${target.length}\0`).update(target).digest('hex')
  }
  const file = await openPlain(place)
  try {
    hash.update(`blob ${stats.size}\0`)
    for await (const chunk of file.createReadStream({ highWaterMark: 1 << 20, autoClose: false }))
      hash.update(chunk as Buffer)
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

const openPlain = (place: Buffer) =>
  open(place, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))

/** The bytes of a file or the target of a link; null where it is gone or larger than asked for. */
export const readWork = async (
  repository: Repository,
  path: string,
  atMost: number,
): Promise<Buffer | null> => {
  const place = placeOf(repository, path)
  try {
    const stats = await lstat(place)
    if (stats.isSymbolicLink()) return await readlink(place, { encoding: 'buffer' })
    if (!stats.isFile() || stats.size > atMost) return null
    const file = await openPlain(place)
    try {
      return await file.readFile()
    } finally {
      await file.close()
    }
  } catch {
    // Gone since it was listed; the next look shows it so.
    return null
  }
}
