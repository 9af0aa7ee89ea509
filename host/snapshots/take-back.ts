import type { BigIntStats } from 'node:fs'
import { chmod, chown, lstat, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { runCommand } from '../engine/run.ts'

/**
 * What each file of a volume was when the volume held just what a snapshot holds: its number and the time of its last
 * change of any kind, which the kernel sets at every write and which nobody can set (inode(7), st_ctime). A file that is
 * still the same has still the same content.
 */
export type Standing = Readonly<Record<string, string>>

/** Entries of a volume that are compared one by one; more of them are copied faster than compared. */
const entriesAtMost = 200_000

/** Above this, where more than half is to be copied, a whole copy beside the volume is quicker and never half done. */
const alwaysInPlace = 64n * 1024n * 1024n

type Tree = Map<string, BigIntStats>

/** Null where there are too many entries, or names for one file that a copy of some of them would part. */
const treeOf = async (root: string): Promise<Tree | null> => {
  const tree: Tree = new Map()
  const open = ['']
  for (let folder = open.pop(); folder !== undefined; folder = open.pop()) {
    const names = await readdir(join(root, folder))
    const each = await Promise.all(names.map((name) => lstat(join(root, folder, name), { bigint: true })))
    for (const [at, stats] of each.entries()) {
      const path = folder === '' ? (names[at] ?? '') : `${folder}/${names[at]}`
      if (tree.size >= entriesAtMost || (stats.nlink > 1n && !stats.isDirectory())) return null
      tree.set(path, stats)
      if (stats.isDirectory()) open.push(path)
    }
  }
  return tree
}

const standing = ({ ino, ctimeNs, size }: BigIntStats): string => `${ino}:${ctimeNs}:${size}`

/** What stands in a volume now, for a later `takeBack`. Empty where it cannot be told. */
export const standingOf = async (root: string): Promise<Standing> => {
  const tree = await treeOf(root)
  const files = [...(tree ?? [])].filter(([, stats]) => !stats.isDirectory())
  return Object.fromEntries(files.map(([path, stats]) => [path, standing(stats)]))
}

/**
 * Makes a volume hold again what a copy holds, by what differs alone. False where that cannot be told and all must be
 * copied; nothing was changed then. Cut off, it is done again from the start.
 */
export const takeBack = async (
  from: string,
  to: string,
  { known, signal }: { known: Standing; signal: AbortSignal },
): Promise<boolean> => {
  const [wanted, now] = [await treeOf(from), await treeOf(to)]
  if (!wanted || !now) return false
  const isSame = (path: string, is: BigIntStats, was: BigIntStats): boolean =>
    is.isDirectory() ? was.isDirectory() : known[path] === standing(is) && is.size === was.size
  const gone = [...now].filter(([path, is]) => {
    const was = wanted.get(path)
    return !was || !isSame(path, is, was)
  })
  const lost = new Set(gone.map(([path]) => path))
  const copied = new Set<string>()
  let bytes = 0n
  let whole = 0n
  for (const [path, was] of wanted) {
    const isHere = now.has(path) && !lost.has(path) && !isUnder(path, lost)
    if (was.isFile()) whole += was.size
    if (isHere) continue
    if (was.isFile()) bytes += was.size
    // A folder that is absent is copied with all that it holds.
    if (!isUnder(path, copied)) copied.add(path)
  }
  if (whole > alwaysInPlace && bytes * 2n > whole) return false
  for (const path of lost) await rm(join(to, path), { recursive: true, force: true })
  await copyPaths({ from, to, paths: [...copied], signal })
  for (const [path, was] of [...wanted, ['', await lstat(from, { bigint: true })] as const])
    if (was.isDirectory() && !isUnder(path, copied)) await likeBefore(join(to, path), was)
  return true
}

const isUnder = (path: string, folders: ReadonlySet<string>): boolean => {
  if (folders.size === 0) return false
  for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
    if (folders.has(path.slice(0, at))) return true
  return false
}

/** Owner, mode and time of a folder, where they are not as before. */
const likeBefore = async (path: string, was: BigIntStats): Promise<void> => {
  const is = await lstat(path, { bigint: true })
  if (is.uid !== was.uid || is.gid !== was.gid) await chown(path, Number(was.uid), Number(was.gid))
  if (is.mode !== was.mode) await chmod(path, Number(was.mode & 0o7777n))
  if (is.mtimeNs !== was.mtimeNs) await utimes(path, was.atime, Number(was.mtimeNs) / 1e9)
}

interface Paths {
  from: string
  to: string
  paths: readonly string[]
  signal: AbortSignal
}

/** What `cp` and its like are told of our environment. */
export const plainEnvironment = () => ({ PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C' })

/** Copies paths with the folders they lie in, as `cp -a` does. The list of them lies beside the volume meanwhile. */
const copyPaths = async ({ from, to, paths, signal }: Paths): Promise<void> => {
  if (paths.length === 0) return
  const list = join(dirname(to), 'casebench-paths')
  await writeFile(list, paths.map((path) => `./${path}\0`).join(''), { mode: 0o600 })
  const cp = ['cp', '-a', '--reflink=auto', '--parents', '-t', to, '--']
  const run = {
    file: 'xargs',
    args: ['-0', '-a', list, ...cp],
    folder: from,
    env: plainEnvironment(),
    signal,
  }
  const { exitCode, stderr } = await runCommand(run)
  await rm(list, { force: true })
  if (exitCode !== 0) throw new Error(stderr)
}
